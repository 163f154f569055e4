"""API keys of a workspace's knowledge bases."""
