"""An app's files for agents: the Model Context Protocol over HTTP, without sessions, for the active version."""
