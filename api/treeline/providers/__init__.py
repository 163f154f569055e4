"""Model providers: credentials, models, and the port through which everything else talks to a model."""
