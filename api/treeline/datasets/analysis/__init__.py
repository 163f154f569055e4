"""What a text's words are, in any language; no I/O."""
