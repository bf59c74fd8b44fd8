"""What a reader with a computer could work out from published tables, tried before they leave."""
