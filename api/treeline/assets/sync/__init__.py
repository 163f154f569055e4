"""Updates a folder to match a list of paths, in one transaction."""
