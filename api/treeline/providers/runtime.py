"""`ModelRuntime` by pydantic-ai. Each call has an HTTP client of its own, so that any event loop may make it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from treeline.providers.failures import translated
from treeline.providers.kinds import KINDS, Access
from treeline.providers.parameters import library_settings
from treeline.providers.port import Completed, ModelRuntime, Price, TextDelta, ToolSpec, Turn, Usage
from treeline.providers.prices import price_of
from treeline.providers.turns import completed, messages, request_parameters
from treeline.settings import Settings

if TYPE_CHECKING:
    from pydantic_ai.models import Model

    from treeline.kernel.http import Client


@dataclass(frozen=True)
class ProviderRuntime(ModelRuntime):
    """`properties`: what the workspace says of the model: its prices and the like."""

    provider: str
    model: str
    # A key never stands in a representation: those end up in logs.
    access: Access = field(repr=False)
    settings: Settings = field(repr=False)
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def context_size(self) -> int | None:
        return self.properties.get("context_size")

    async def stream(
        self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec] = (), parameters: Mapping[str, Any] | None = None
    ) -> AsyncIterator[TextDelta | Completed]:
        from pydantic_ai.direct import model_request_stream
        from pydantic_ai.messages import PartDeltaEvent, PartStartEvent, TextPart, TextPartDelta

        async with self._asking() as model:
            options: Any = library_settings(self.provider, parameters or {})
            async with model_request_stream(
                model, messages(turns), model_settings=options, model_request_parameters=request_parameters(tools)
            ) as answer:
                async for event in answer:
                    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
                        text = event.part.content
                    elif isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
                        text = event.delta.content_delta
                    else:
                        continue
                    if text:
                        yield TextDelta(text)
                end = completed(answer.get(), turns)
        yield end

    async def complete(self, turns: Sequence[Turn], *, parameters: Mapping[str, Any] | None = None) -> Completed:
        from pydantic_ai.direct import model_request

        async with self._asking() as model:
            options: Any = library_settings(self.provider, parameters or {})
            return completed(await model_request(model, messages(turns), model_settings=options), turns)

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        async with self._connected() as client:
            return await KINDS[self.provider].embed(self.access, self.model, texts, client)

    def price(self, usage: Usage) -> Price:
        return price_of(self.provider, self.access.base_url, self.model, self.properties, usage)

    @asynccontextmanager
    async def _asking(self) -> "AsyncIterator[Model]":
        async with self._connected() as client:
            yield KINDS[self.provider].chat_model(self.access, self.model, client)

    @asynccontextmanager
    async def _connected(self) -> "AsyncIterator[Client]":
        """An HTTP client; what fails inside is translated."""
        from treeline.kernel.http import outbound

        with translated(self.provider, self.model, self.access):
            async with outbound(self.settings) as client:
                yield client
