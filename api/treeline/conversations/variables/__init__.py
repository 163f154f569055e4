"""Values that a conversation keeps between its messages."""
