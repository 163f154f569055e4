"""The graph engine: which node runs next, with which values. No I/O, no clock, no database."""
