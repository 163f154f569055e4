"""What the documents of a knowledge base are kept in step with: an app's files, a zip, a pushed folder, URLs."""
