"""Conversations: questions and answers of chat, completion and agent apps, over console and service API."""
