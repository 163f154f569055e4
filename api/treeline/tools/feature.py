from treeline.apps import ports as apps
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.tools.builtin.controllers import builtins
from treeline.tools.checks import tools_are_there
from treeline.tools.mcp import tasks as mcp_tasks
from treeline.tools.mcp.controllers import servers
from treeline.tools.mcp.headers import SEALED as MCP_HEADERS
from treeline.tools.models import ApiProvider, McpServer
from treeline.tools.openapi import tasks as openapi_tasks
from treeline.tools.openapi.auth import SEALED as OPENAPI_AUTH
from treeline.tools.openapi.controllers import apis

FEATURE = Feature(
    routes=[servers, apis, builtins],
    tasks=[mcp_tasks, openapi_tasks],
    gives=[
        apps.config_checks(tools_are_there),
        sealed_columns(MCP_HEADERS, OPENAPI_AUTH),
        named(
            Named("server_id", "mcp_server", McpServer.id, McpServer.name),
            Named("api_id", "api_tool", ApiProvider.id, ApiProvider.name),
        ),
    ],
)
