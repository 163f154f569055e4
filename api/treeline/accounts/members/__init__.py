"""The members of a workspace: their roles, and how they leave it."""
