"""What a model generates about a conversation: a name for it, and follow-up questions."""
