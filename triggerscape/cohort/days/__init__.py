"""What happens day by day: exposures, migraine, treatment, signs, diaries and questionnaires."""
