"""Runs: an answer being made by a worker, its lease, its stop, and the stream of its events."""
