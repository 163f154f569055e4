"""Subscriptions: things that happen elsewhere, or in Treeline itself, start workflows."""
