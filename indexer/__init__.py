"""FROM archived pages TO articles TO an engine."""
