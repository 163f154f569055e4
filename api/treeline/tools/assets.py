"""An app's own files as tools: the same version from the first step of a run to the last."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from treeline.assets.agents.files import VersionFiles, one_version
from treeline.assets.agents.tools import TOOLS, UnknownTool, call_tool
from treeline.kernel.storage import Storage
from treeline.kernel.threads import in_thread
from treeline.providers.port import ToolSpec
from treeline.tools.loop import MAX_OBSERVATION_BYTES

# Less than an observation may have, so that the note where to go on is never what is cut.
READ_BYTES = MAX_OBSERVATION_BYTES - 1024


class AssetTools:
    """list, read and search over one version."""

    specs: Sequence[ToolSpec] = tuple(
        ToolSpec(tool.name, tool.description, tool.takes.model_json_schema()) for tool in TOOLS
    )

    def __init__(self, app_id: UUID, version_id: UUID, storage: Storage):
        self.files = VersionFiles(app_id, one_version(app_id, version_id), storage, most=READ_BYTES)

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        try:
            result = await in_thread(lambda: call_tool(self.files, name, arguments))
        except UnknownTool as error:
            return str(error)
        return "\n".join(part["text"] for part in result["content"])
