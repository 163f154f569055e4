"""Workflows as tools: a node or an agent of one workflow calls another one of its workspace."""
