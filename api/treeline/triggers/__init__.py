"""What starts runs by itself: webhooks, schedules and events. A trigger is a node of a published workflow."""
