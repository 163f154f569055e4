"""Texts cut into segments. Nothing here reads or writes anything."""
