"""The people behind a service API key, by the name that the program gives them."""
