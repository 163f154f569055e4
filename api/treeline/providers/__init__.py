"""Model providers: credentials, models, and the interface through which everything else calls a model."""
