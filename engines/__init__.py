"""WHERE articles are kept and asked for: one contract, two engines."""
