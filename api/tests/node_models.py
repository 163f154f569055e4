"""The port `models` of nodes, on a scripted provider and the real libraries; no database."""

from dataclasses import dataclass, replace
from typing import Any

from tests.model_server import ModelServer
from tests.settings import settings_of
from treeline.providers.kinds import Access
from treeline.providers.port import ModelRuntime
from treeline.providers.runtime import ProviderRuntime
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.running.ports.chat_models import Models, NodeModel
from treeline.workflows.running.ports.memory import Before, Memory

LOCAL = settings_of(outbound_allowed_hosts=["127.0.0.1"], node_allowed_hosts=["127.0.0.1"])
CHOICE: dict[str, Any] = {"provider": "langgenius/openai_api_compatible/x", "name": "scripted", "mode": "chat"}


@dataclass(frozen=True)
class ScriptedModels(Models):
    server: ModelServer
    properties: Any = None

    async def chat(self, provider: str, name: str) -> ModelRuntime:
        if name != "scripted":
            raise NodeFailed("model_currently_not_support", f"no model {name}")
        properties = self.properties or {"input_price": 1, "output_price": 2}
        access = Access(self.server.base_url, "key")
        made = ProviderRuntime("openai_api_compatible", name, access, LOCAL, properties)
        return NodeModel(replace(made, pauses=(0.01,)))


@dataclass(frozen=True)
class Remembered(Memory):
    """The newest first."""

    exchanges: tuple[tuple[str, str], ...]

    async def newest(self, most: int | None) -> list[Before]:
        return [Before(*each) for each in self.exchanges[:most]]
