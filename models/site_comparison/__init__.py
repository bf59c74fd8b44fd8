"""Do sites differ by more than chance and by more than who comes to them?"""
