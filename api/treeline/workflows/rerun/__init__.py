"""Running again from a node: what came before it is taken from an earlier run."""
