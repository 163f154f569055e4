"""Schedules: a poller writes down each time that is due, once, and an executor makes a run of it."""
