"""Finding segments: by their words, by their vectors, and both together."""
