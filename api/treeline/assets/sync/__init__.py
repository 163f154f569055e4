"""A folder made equal to a list of paths, in one transaction."""
