"""Documents of a knowledge base."""
