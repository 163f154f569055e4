"""Private hosts that outbound requests can reach: a list managed by instance admins."""
