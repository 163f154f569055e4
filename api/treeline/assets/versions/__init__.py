"""Versions of an app's tree: published and immutable."""
