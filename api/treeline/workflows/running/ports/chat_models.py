"""Models of the workspace, as nodes ask them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol, cast
from uuid import UUID

from treeline.kernel.db import unit_of_work
from treeline.kernel.settings import KernelSettings
from treeline.kernel.threads import in_thread
from treeline.providers.errors import ProviderNotInitialized
from treeline.providers.kinds.kind import LLM
from treeline.providers.port import Completed, Delta, Embeddings, ModelRuntime, Price, ToolSpec, Turn, Usage
from treeline.providers.service import ProviderService
from treeline.workflows.running.ports.failures import as_node_failures


class Models(Protocol):
    async def chat(self, provider: str, name: str) -> ModelRuntime:
        """A model, ready to be asked; its failures are NodeFailed. Without a name it is the workspace's default.

        Raises NodeFailed: provider_not_initialize, model_currently_not_support.
        """
        ...


@dataclass(frozen=True)
class WorkspaceModels(Models):
    workspace_id: UUID
    settings: KernelSettings

    async def chat(self, provider: str, name: str) -> ModelRuntime:
        with as_node_failures():
            return NodeModel(await in_thread(lambda: self._runtime(provider, name)))

    def _runtime(self, provider: str, name: str) -> ModelRuntime:
        with unit_of_work() as session:
            providers = ProviderService(session, self.workspace_id, self.settings)
            chosen = (provider, name) if name else providers.default(LLM)
            if chosen is None:
                raise ProviderNotInitialized(
                    "No model selected. Select one in the node, or a default model under Settings, Model providers."
                )
            return providers.runtime(*chosen)


@dataclass(frozen=True)
class NodeModel(ModelRuntime):
    inner: ModelRuntime

    @property
    def provider(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]  nobody sets it
        return self.inner.provider

    @property
    def model(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]  nobody sets it
        return self.inner.model

    @property
    def account(self) -> str:
        return self.inner.account

    @property
    def context_size(self) -> int | None:
        return self.inner.context_size

    async def stream(
        self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec] = (), parameters: Mapping[str, Any] | None = None
    ) -> AsyncIterator[Delta | Completed]:
        with as_node_failures():
            answer = self.inner.stream(turns, tools=tools, parameters=parameters)
            async with aclosing(cast(Any, answer)) as pieces:
                async for piece in pieces:
                    yield piece

    async def complete(self, turns: Sequence[Turn], *, parameters: Mapping[str, Any] | None = None) -> Completed:
        with as_node_failures():
            return await self.inner.complete(turns, parameters=parameters)

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        with as_node_failures():
            return await self.inner.embed(texts)

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        with as_node_failures():
            return await self.inner.rerank(query, texts)

    def price(self, usage: Usage) -> Price:
        return self.inner.price(usage)
