"""Bytes that a push sends, many files in one request."""
