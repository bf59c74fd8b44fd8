"""The ways in for analysts and data scientists: a release, the person-level copy, one number."""
