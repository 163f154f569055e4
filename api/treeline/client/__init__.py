"""`treeline assets`: compares and syncs a local folder with an app's tree, using the service API."""
