"""API keys, each for one app."""
