"""Starting a run: inputs and files are checked, a row is made, and a worker does the rest."""
