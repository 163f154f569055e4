"""Health, queues, the API document, and serving the web console."""
