"""A knowledge base as one file, to be taken elsewhere with its segments and vectors."""
