"""How an app is used, day by day."""
