"""File content: where it is stored, signed links to it, and its removal."""
