"""How a workflow is used, day by day."""
