"""Search in the text of the draft's files."""
