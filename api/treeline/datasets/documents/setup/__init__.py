"""A knowledge base made out of files: rules, estimate, and the first documents."""
