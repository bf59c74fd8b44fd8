"""Where among posture, sleep and stress do attacks begin?"""
