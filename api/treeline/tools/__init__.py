"""What an agent may do: read its files, and call tools of MCP servers; and the loop in which it does."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.apps.configs.checks import checks
    from treeline.tools import models
    from treeline.tools.mcp import tasks
    from treeline.tools.mcp.checks import tools_are_there
    from treeline.tools.mcp.controllers import servers

    del models, tasks
    flask_app.register_blueprint(servers)
    if tools_are_there not in checks:
        checks.append(tools_are_there)
