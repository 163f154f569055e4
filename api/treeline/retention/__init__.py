"""What nothing needs any more goes, after a while: uploads never finished, bytes that nothing names, old keys."""
