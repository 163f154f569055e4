"""OpenAPI tools of a workspace: documents, the operations that a person chose of them, and calls of these."""
