"""An app's conversations, as members see them in the console."""
