"""How each family of published tables may leave."""
