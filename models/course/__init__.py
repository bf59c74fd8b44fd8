"""The course of the illness: who turns chronic and back, and who takes a drug on too many days."""
