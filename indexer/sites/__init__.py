"""What we know of single publishers, as dated data."""
