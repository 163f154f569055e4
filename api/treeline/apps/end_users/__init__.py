"""The people who use an app through the service API, identified by the name that the client gives them."""
