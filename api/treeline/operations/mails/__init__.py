"""The mails of the installation: their state, and those that no server delivered. For instance admins."""
