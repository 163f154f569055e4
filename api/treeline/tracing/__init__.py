"""Runs as OpenTelemetry traces, delivered to the tools that an app names."""
