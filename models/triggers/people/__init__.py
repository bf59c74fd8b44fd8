"""How far people differ in what a factor does to them: spread, responders, shares of people."""
