"""How an app presents itself to the public."""
