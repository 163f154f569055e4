"""A version of the files for agents: list, read, search. Every result is limited."""
