"""The draft listens: a member waits in the console for an event, and tries the workflow with it."""
