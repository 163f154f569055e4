"""Mail that Treeline sends: a row for each, its texts in two languages, and the queue that delivers them by SMTP."""
