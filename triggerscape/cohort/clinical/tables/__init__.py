"""Tables of OMOP, Synthea and claims: flat files under the headers of their formats."""
