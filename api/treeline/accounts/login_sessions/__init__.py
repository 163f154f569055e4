"""A person's own login sessions: where one is signed in, and ending it from elsewhere."""
