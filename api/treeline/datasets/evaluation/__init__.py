"""Questions whose answers are known, and how well a way of searching finds them."""
