"""Tags of knowledge bases, as programs use them."""
