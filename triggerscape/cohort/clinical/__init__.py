"""What a clinic's own system writes of its visits and therapies: FHIR, OMOP, Synthea, claims."""
