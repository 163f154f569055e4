"""Files that people give along with their messages."""
