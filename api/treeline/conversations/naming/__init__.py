"""What a model is asked about a conversation: a name for it, and what could be asked next."""
