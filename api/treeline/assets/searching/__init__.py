"""A search through the text of the draft's files."""
