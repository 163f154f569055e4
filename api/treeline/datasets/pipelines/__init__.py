"""Pipelines: what is done to a document, step by step, until it is found. A process rule is one with defaults."""
