"""The column names of the tables of OMOP, Synthea and the Tuva input layer, in their order."""

from __future__ import annotations

# Version 5.4. Of a person's birth only the year is taken: no other column of it is written.
OMOP: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "person": "person_id gender_concept_id year_of_birth",
        "visit_occurrence": (
            "visit_occurrence_id person_id visit_concept_id visit_start_date visit_start_datetime "
            "visit_end_date visit_end_datetime visit_type_concept_id provider_id care_site_id "
            "visit_source_value visit_source_concept_id admitted_from_concept_id "
            "admitted_from_source_value discharged_to_concept_id discharged_to_source_value "
            "preceding_visit_occurrence_id"
        ),
        "condition_occurrence": (
            "condition_occurrence_id person_id condition_concept_id condition_start_date "
            "condition_start_datetime condition_end_date condition_end_datetime "
            "condition_type_concept_id condition_status_concept_id stop_reason provider_id "
            "visit_occurrence_id visit_detail_id condition_source_value "
            "condition_source_concept_id condition_status_source_value"
        ),
        "procedure_occurrence": (
            "procedure_occurrence_id person_id procedure_concept_id procedure_date "
            "procedure_datetime procedure_end_date procedure_end_datetime "
            "procedure_type_concept_id modifier_concept_id quantity provider_id "
            "visit_occurrence_id visit_detail_id procedure_source_value "
            "procedure_source_concept_id modifier_source_value"
        ),
        "drug_exposure": (
            "drug_exposure_id person_id drug_concept_id drug_exposure_start_date "
            "drug_exposure_start_datetime drug_exposure_end_date drug_exposure_end_datetime "
            "verbatim_end_date drug_type_concept_id stop_reason refills quantity days_supply sig "
            "route_concept_id lot_number provider_id visit_occurrence_id visit_detail_id "
            "drug_source_value drug_source_concept_id route_source_value dose_unit_source_value"
        ),
        "observation": (
            "observation_id person_id observation_concept_id observation_date "
            "observation_datetime observation_type_concept_id value_as_number value_as_string "
            "value_as_concept_id qualifier_concept_id unit_concept_id provider_id "
            "visit_occurrence_id visit_detail_id observation_source_value "
            "observation_source_concept_id unit_source_value qualifier_source_value "
            "value_source_value observation_event_id obs_event_field_concept_id"
        ),
        "concept": (
            "concept_id concept_name domain_id vocabulary_id concept_class_id standard_concept "
            "concept_code valid_start_date valid_end_date invalid_reason"
        ),
    }.items()
}
# What version 5.4 renamed or added, by its new name; None where 5.3 has no such column.
BEFORE_OMOP_54: dict[str, str | None] = {
    "admitted_from_concept_id": "admitting_source_concept_id",
    "admitted_from_source_value": "admitting_source_value",
    "discharged_to_concept_id": "discharge_to_concept_id",
    "discharged_to_source_value": "discharge_to_source_value",
    "procedure_end_date": None,
    "procedure_end_datetime": None,
    "value_source_value": None,
    "observation_event_id": None,
    "obs_event_field_concept_id": None,
}
# As newer versions write them: older ones have no SYSTEM.
SYNTHEA: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "encounters": (
            "Id START STOP PATIENT ORGANIZATION PROVIDER PAYER ENCOUNTERCLASS CODE DESCRIPTION "
            "BASE_ENCOUNTER_COST TOTAL_CLAIM_COST PAYER_COVERAGE REASONCODE REASONDESCRIPTION"
        ),
        "conditions": "START STOP PATIENT ENCOUNTER SYSTEM CODE DESCRIPTION",
        "procedures": (
            "START STOP PATIENT ENCOUNTER SYSTEM CODE DESCRIPTION BASE_COST REASONCODE "
            "REASONDESCRIPTION"
        ),
        "medications": (
            "START STOP PATIENT PAYER ENCOUNTER CODE DESCRIPTION BASE_COST PAYER_COVERAGE "
            "DISPENSES TOTALCOST REASONCODE REASONDESCRIPTION"
        ),
        "careplans": (
            "Id START STOP PATIENT ENCOUNTER CODE DESCRIPTION REASONCODE REASONDESCRIPTION"
        ),
        "observations": "DATE PATIENT ENCOUNTER CATEGORY CODE DESCRIPTION VALUE UNITS TYPE",
    }.items()
}
_CODE_PLACES = range(1, 26)


def _numbered(name: str) -> str:
    return " ".join(f"{name}_{place}" for place in _CODE_PLACES)


_MONEY = (
    "paid_date paid_amount allowed_amount charge_amount coinsurance_amount copayment_amount "
    "deductible_amount"
)
_ORIGIN = "data_source file_name file_date ingest_datetime"
CLAIMS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "medical_claim": (
            "claim_id claim_line_number claim_type person_id member_id payer plan "
            "claim_start_date claim_end_date claim_line_start_date claim_line_end_date "
            "admission_date discharge_date admit_source_code admit_type_code "
            "discharge_disposition_code place_of_service_code bill_type_code drg_code_type "
            "drg_code revenue_center_code service_unit_quantity hcpcs_code hcpcs_modifier_1 "
            "hcpcs_modifier_2 hcpcs_modifier_3 hcpcs_modifier_4 hcpcs_modifier_5 rendering_npi "
            f"rendering_tin billing_npi billing_tin facility_npi {_MONEY} total_cost_amount "
            f"diagnosis_code_type {_numbered('diagnosis_code')} {_numbered('diagnosis_poa')} "
            f"procedure_code_type {_numbered('procedure_code')} {_numbered('procedure_date')} "
            f"in_network_flag {_ORIGIN}"
        ),
        "pharmacy_claim": (
            "claim_id claim_line_number person_id member_id payer plan prescribing_provider_npi "
            "dispensing_provider_npi dispensing_date ndc_code quantity days_supply refills "
            f"{_MONEY} in_network_flag {_ORIGIN}"
        ),
        "appointment": (
            "appointment_id person_id patient_id encounter_id source_appointment_type_code "
            "source_appointment_type_description normalized_appointment_type_code "
            "normalized_appointment_type_description start_datetime end_datetime duration "
            "location_id practitioner_id source_status normalized_status appointment_specialty "
            "reason source_reason_code_type source_reason_code source_reason_description "
            "normalized_reason_code_type normalized_reason_code normalized_reason_description "
            "cancellation_reason source_cancellation_reason_code_type "
            "source_cancellation_reason_code source_cancellation_reason_description "
            "normalized_cancellation_reason_code_type normalized_cancellation_reason_code "
            "normalized_cancellation_reason_description data_source file_name ingest_datetime"
        ),
        "observation": (
            "observation_id person_id patient_id encounter_id panel_id observation_date "
            "observation_type source_code_type source_code source_description "
            "normalized_code_type normalized_code normalized_description result source_units "
            "normalized_units source_reference_range_low source_reference_range_high "
            "normalized_reference_range_low normalized_reference_range_high data_source "
            "file_name ingest_datetime"
        ),
    }.items()
}
