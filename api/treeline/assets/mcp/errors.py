"""Errors of the MCP endpoint."""

from treeline.kernel.errors import Forbidden


class ForeignOrigin(Forbidden):
    code = "origin_not_allowed"

    def __init__(self, message: str):
        super().__init__(message)
