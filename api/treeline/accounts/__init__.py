"""Accounts, workspaces and logins: who is calling, and what may they do."""
