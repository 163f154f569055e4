"""Keys with which programs reach one app."""
