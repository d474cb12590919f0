"""WHAT an article is in the index: fields and analyzers."""
