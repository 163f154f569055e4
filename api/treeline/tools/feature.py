from treeline.apps import ports as apps
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.tools.mcp import tasks
from treeline.tools.mcp.checks import tools_are_there
from treeline.tools.mcp.controllers import servers
from treeline.tools.mcp.headers import SEALED

FEATURE = Feature(
    routes=[servers],
    tasks=[tasks],
    gives=[apps.config_checks(tools_are_there), sealed_columns(SEALED)],
)
