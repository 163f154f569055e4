"""How nodes reach the world: a Protocol in their terms each, and what does it. Every failure is a NodeFailed."""
