"""What providers say over HTTP, made regular before the libraries read it: events, calls, usage, ends and errors.

Each protocol has a reader; what it gives on is well-typed, storable, and whole or an error.
"""
