"""Workflows: graphs of nodes that apps of the modes workflow and advanced-chat run."""
