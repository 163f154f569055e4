"""Conversations: questions and answers of chat, completion and agent apps, in the console and the service API."""
