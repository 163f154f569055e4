"""Files by URL: looked at, or kept as uploads of a member."""
