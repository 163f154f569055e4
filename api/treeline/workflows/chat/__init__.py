"""Chatflows: a workflow that answers the messages of a conversation."""
