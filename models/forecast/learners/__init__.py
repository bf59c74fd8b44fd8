"""What learns from person-months: grown trees, and the plain forecasts they must beat."""
