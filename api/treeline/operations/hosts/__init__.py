"""What outbound requests may reach beside public addresses: a list in the hands of instance admins."""
