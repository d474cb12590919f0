"""FROM a question TO a page, a feed, a file or JSON."""
