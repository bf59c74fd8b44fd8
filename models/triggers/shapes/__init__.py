"""Dose-response: how the rate of attacks follows an amount, within people."""
