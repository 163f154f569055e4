"""The draft of an app's tree: the one that people edit."""
