"""Documents as programs add and change them."""
