"""The SELECTs that lay out rows for the models: days with their factors, starters of therapies."""
