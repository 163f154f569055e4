"""A tree as a zip: exported as a stream, imported after validation."""
