"""Have the people and days a model is used on moved away from those it was made from?"""
