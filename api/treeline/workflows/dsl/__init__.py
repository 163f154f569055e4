"""App files: YAML documents of apps, read in whatever version they were written, and written in one."""
