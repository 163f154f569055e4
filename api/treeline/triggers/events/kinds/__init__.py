"""Where events come from: one file a kind, and one line in `registry.py`."""
