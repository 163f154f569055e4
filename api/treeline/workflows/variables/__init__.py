"""The inspector: what the nodes of a draft gave when a member last ran them, to look at, change and run on with."""
