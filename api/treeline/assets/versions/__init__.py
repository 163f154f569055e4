"""Versions of an app's tree: what was published, for ever as it was."""
