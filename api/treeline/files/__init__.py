"""Bytes: what is stored where, the signed links to it, and its removal."""
