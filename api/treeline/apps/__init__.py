"""Apps of a workspace, in all modes, and their API keys."""
