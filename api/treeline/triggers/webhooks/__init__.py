"""Webhooks: a request from elsewhere starts a run."""
