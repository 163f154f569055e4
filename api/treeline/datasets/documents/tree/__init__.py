"""The documents of a knowledge base as a tree of folders, and many of their files at once."""
