"""One file per field; together Capture to Article or Skipped."""
