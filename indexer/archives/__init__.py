"""One file per container; each yields Captures."""
