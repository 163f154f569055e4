"""What an agent may do: read its files, and call tools of MCP servers; and the loop in which it does."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.tools import models

    del models
