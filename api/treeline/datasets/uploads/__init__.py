"""Members' uploads as documents: which files have text, and how it begins."""
