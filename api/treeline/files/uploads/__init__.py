"""Attachments: files that users upload for their messages."""
