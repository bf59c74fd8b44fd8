"""Two therapies begun together: more than the two add up to, or less?"""
