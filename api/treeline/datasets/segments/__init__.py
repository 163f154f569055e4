"""Segments of documents and their child chunks, written and changed by hand."""
