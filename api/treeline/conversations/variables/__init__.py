"""Conversation variables: values stored between the messages of a conversation."""
