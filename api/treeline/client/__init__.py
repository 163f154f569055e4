"""`treeline assets`: the folder on this machine and an app's tree, over the service API like any other client."""
