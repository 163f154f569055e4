"""Usage of an app, per day."""
