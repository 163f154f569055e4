"""Published workflows: each names its graph, features, variables and the version of the app's files."""
