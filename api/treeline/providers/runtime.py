"""`ModelRuntime` with pydantic-ai. Each call has its own HTTP client, so that any event loop can make it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from treeline.kernel.settings import KernelSettings
from treeline.providers.errors import ProviderError
from treeline.providers.failures import translated
from treeline.providers.kinds import KINDS, Access
from treeline.providers.parameters import library_settings
from treeline.providers.port import (
    Completed,
    Delta,
    Embeddings,
    ModelRuntime,
    Price,
    ThoughtDelta,
    ToolSpec,
    Turn,
    Usage,
)
from treeline.providers.prices import price_of
from treeline.providers.thoughts import Thoughts
from treeline.providers.turns import completed, messages, request_parameters

if TYPE_CHECKING:
    from pydantic_ai.models import Model

    from treeline.kernel.http import Client
    from treeline.providers.wire.reader import Ending

# Before a request is made again that a busy provider has rejected, where it does not say how long to wait.
PAUSES = (0.5, 2.0)
# Who is asked to wait longer is told so instead.
MOST_PAUSE = 20
# Bytes of a reply: the longest vectors there are, written out; scores, and the texts by servers that send them back.
MOST_OF_VECTOR = 256 * 1024
MOST_OF_SCORE = 1024
MOST_AROUND = 64 * 1024
# Somebody waits for what is ranked.
RERANK_SECONDS = 30


@dataclass(frozen=True)
class ProviderRuntime(ModelRuntime):
    """`properties`: what the workspace says of the model: its prices and the like."""

    provider: str
    model: str
    # A key never stands in a representation: those end up in logs.
    access: Access = field(repr=False)
    settings: KernelSettings = field(repr=False)
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])
    pauses: Sequence[float] = PAUSES

    @property
    def context_size(self) -> int | None:
        return self.properties.get("context_size")

    async def stream(
        self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec] = (), parameters: Mapping[str, Any] | None = None
    ) -> AsyncIterator[Delta | Completed]:
        for pause in (*self.pauses, None):
            spoke = False
            try:
                async with aclosing(cast(Any, self._stream(turns, tools, parameters or {}))) as pieces:
                    async for piece in pieces:
                        spoke = True
                        yield piece
            except ProviderError as error:
                # What has been said cannot be taken back.
                if spoke or pause is None or error.again_in is None or error.again_in > MOST_PAUSE:
                    raise
                await asyncio.sleep(error.again_in or pause)
            else:
                return

    async def complete(self, turns: Sequence[Turn], *, parameters: Mapping[str, Any] | None = None) -> Completed:
        async with aclosing(cast(Any, self.stream(turns, parameters=parameters))) as pieces:
            return [piece async for piece in pieces][-1]

    @property
    def account(self) -> str:
        whose = "\0".join((self.provider, self.access.base_url, self.access.api_key, self.access.organization or ""))
        return hashlib.sha256(whose.encode()).hexdigest()[:32]

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        if not texts:
            return Embeddings([])
        async with self._connected(most=MOST_AROUND + MOST_OF_VECTOR * len(texts)) as client:
            return await KINDS[self.provider].embed(self.access, self.model, texts, client)

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        most = MOST_AROUND + sum(MOST_OF_SCORE + 6 * len(text) for text in texts)
        async with self._connected(most=most) as client, asyncio.timeout(RERANK_SECONDS):
            return await KINDS[self.provider].rerank(self.access, self.model, query, texts, client)

    def price(self, usage: Usage) -> Price:
        return price_of(self.provider, self.access.base_url, self.model, self.properties, usage)

    async def _stream(
        self, turns: Sequence[Turn], tools: Sequence[ToolSpec], parameters: Mapping[str, Any]
    ) -> AsyncIterator[Delta | Completed]:
        from pydantic_ai.direct import model_request_stream

        split, thoughts = Thoughts(), list[str]()
        options: Any = library_settings(self.provider, parameters)
        asked: Any = {"model_settings": options, "model_request_parameters": request_parameters(tools)}
        async with self._asking({tool.name for tool in tools}) as (model, ending):
            async with model_request_stream(model, messages(turns), **asked) as answer:
                async for event in answer:
                    for piece in _pieces(event, split):
                        if isinstance(piece, ThoughtDelta):
                            thoughts.append(piece.text)
                        yield piece
                response = answer.get()
            for piece in split.end():
                yield piece
            end = completed(response, turns, ending, "".join(split.answer), "".join(thoughts))
        yield end

    @asynccontextmanager
    async def _asking(self, tools: Collection[str]) -> "AsyncIterator[tuple[Model, Ending]]":
        reader = KINDS[self.provider].reader(tools)
        async with self._connected(reader) as client:
            yield KINDS[self.provider].chat_model(self.access, self.model, client), reader.ending

    @asynccontextmanager
    async def _connected(self, reader: Any = None, most: int | None = None) -> "AsyncIterator[Client]":
        """An HTTP client whose replies have at most so many bytes; what fails inside is translated."""
        from treeline.kernel.http import MAX_RESPONSE_BYTES, NamedBy, outbound
        from treeline.providers.wire.transport import Listening

        with translated(self.provider, self.model, self.access):
            opened = outbound(
                self.settings,
                NamedBy.ADMIN,
                most=most or MAX_RESPONSE_BYTES,
                around=lambda guarded: Listening(guarded, reader),
            )
            async with opened as client:
                yield client


def _pieces(event: Any, split: Thoughts) -> "Sequence[Delta]":
    """What an event of the library says, if anything."""
    from pydantic_ai.messages import PartDeltaEvent, PartStartEvent, TextPart, TextPartDelta, ThinkingPart
    from pydantic_ai.messages import ThinkingPartDelta as Grown

    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return list(split.take(event.part.content))
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return list(split.take(event.delta.content_delta))
    if isinstance(event, PartStartEvent) and isinstance(event.part, ThinkingPart):
        split.elsewhere()
        return [ThoughtDelta(event.part.content)] if event.part.content else []
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, Grown):
        return [ThoughtDelta(event.delta.content_delta)] if event.delta.content_delta else []
    return []
