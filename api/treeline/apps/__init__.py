"""Apps of a workspace, whatever their mode, and the keys with which programs reach them."""
