"""FHIR R4 resources, one line each: what a bulk export holds."""
