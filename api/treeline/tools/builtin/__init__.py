"""Tools that come with Treeline: one file a provider, and one line in `registry.py`."""
