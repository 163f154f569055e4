"""Normalizes provider responses before the libraries read them: events, tool calls, usage, ends and errors.

Each protocol has a reader; what it passes on is well-typed, storable, and either complete or an error.
"""
