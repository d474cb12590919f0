"""Writes the invented sample archive."""
