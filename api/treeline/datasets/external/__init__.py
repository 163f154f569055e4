"""Knowledge that stays elsewhere: services that answer searches, and the knowledge bases that ask them."""
