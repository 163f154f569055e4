"""A tree as a zip: out as a stream, in as a checked whole."""
