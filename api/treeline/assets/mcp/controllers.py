from flask import Response, request

from treeline.apps.errors import AppNotFound
from treeline.assets.agents.files import VersionFiles
from treeline.assets.mcp.access import MCP_CLIENT, active_files
from treeline.assets.mcp.schemas import RpcIn, RpcOut
from treeline.assets.mcp.server import McpServer
from treeline.kernel.web import MIB, Routes

mcp = Routes("mcp", "/mcp", group="MCP", access=MCP_CLIENT, scope=active_files)


@mcp.post("", can="read", transactional=False, max_body=MIB, refusals=[AppNotFound], body=RpcIn, reply=RpcOut)
def exchange_message(files: VersionFiles, data: bytes) -> Response:
    """Exchange one message of the Model Context Protocol (MCP).

    Streamable HTTP without sessions or streams. The tools `list`, `read` and `search` and the resources give access to
    the app's files in its active version. A notification returns 202 and no body.
    """
    answer = McpServer(files).answer(data, request.headers)
    return Response(answer.body, answer.status, content_type="application/json" if answer.body else None)
