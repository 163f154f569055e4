"""`treeline knowledge`: knowledge bases, using the service API."""
