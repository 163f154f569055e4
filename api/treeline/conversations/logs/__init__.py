"""What the team sees of an app's conversations, in the console."""
