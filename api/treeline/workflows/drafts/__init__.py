"""The draft of an app's workflow: read, saved over a known state, and tried."""
