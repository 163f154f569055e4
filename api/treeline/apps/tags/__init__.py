"""Tags on apps and knowledge bases."""
