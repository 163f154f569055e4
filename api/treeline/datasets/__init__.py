"""Knowledge: documents, and what is read out of them."""
