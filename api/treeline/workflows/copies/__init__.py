"""Copies of apps: everything that makes them answer, and nothing of what they have answered."""
