"""A version of the files as agents read it: list, read, search. Every answer has a bound."""
