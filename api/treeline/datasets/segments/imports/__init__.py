"""Segments of a document out of a table that somebody uploads: checked at once, written in the background."""
