"""Accounts, workspaces and logins: who the caller is, and what they may do."""
