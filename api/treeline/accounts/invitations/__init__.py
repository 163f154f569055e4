"""Invitations: somebody who is not in a workspace yet gets a link, and joins with a new or their own account."""
