"""Fields that documents have, and filters by them."""
