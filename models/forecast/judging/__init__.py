"""Whether a forecast may be believed: honest splits, skill, intervals, calibration, the gate."""
