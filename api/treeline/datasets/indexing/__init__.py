"""From a document's bytes to what is found: one row at a time, in steps that a kill -9 costs little."""
