"""Anthropic's streaming format."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from treeline.kernel.text import clean
from treeline.providers.port import Usage
from treeline.providers.wire.calls import Calls
from treeline.providers.wire.reader import (
    Ending,
    Words,
    is_done,
    items,
    mapping,
    opened,
    require_no_error,
    text,
    tokens,
    written,
)
from treeline.providers.wire.sse import Event

_COUNTS = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens")
# The pieces that come, and the kinds of blocks that they belong to.
_KINDS = {
    "text_delta": "text",
    "thinking_delta": "thinking",
    "signature_delta": "thinking",
    "input_json_delta": "tool_use",
}


@dataclass
class _Block:
    kind: str
    # As the library counts them. None: it is not given on, or only at the end.
    index: int | None
    words: Words = field(default_factory=Words)
    start: dict[str, Any] = field(default_factory=dict[str, Any])
    pieces: list[str] = field(default_factory=list[str])


class AnthropicReader:
    def __init__(self, tools: Collection[str] = ()) -> None:
        del tools
        self.ending = Ending()
        self._blocks: list[tuple[Any, _Block]] = []
        self._given = 0
        self._begun = False
        self._counts: dict[str, Any] = {}

    def take(self, event: Event) -> Iterator[bytes]:
        if self.ending.closed or not event.data.strip():
            return
        if is_done(event.data):
            self.ending.closed = True
            return
        value = opened(event)
        require_no_error(value, "type", "delta", "content_block")
        kind = text(value.get("type")) or event.name
        if kind == "message_start":
            self._count(mapping(mapping(value.get("message")).get("usage")))
        elif kind == "content_block_start":
            yield from self._starts(value.get("index"), mapping(value.get("content_block")))
        elif kind == "content_block_delta":
            yield from self._grows(value.get("index"), mapping(value.get("delta")))
        elif kind == "message_delta":
            self._count(mapping(value.get("usage")))
            self.ending.finished(mapping(value.get("delta")).get("stop_reason"))
        elif kind == "message_stop":
            self.ending.closed = True

    def whole(self, value: Any) -> Iterator[bytes]:
        message = mapping(value)
        self._count(mapping(message.get("usage")))
        content = message.get("content")
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else items(content)
        for index, given in enumerate(map(mapping, blocks)):
            yield from self._starts(index, given)
        self.ending.finished(message.get("stop_reason"))
        self.ending.closed = True

    def end(self) -> Iterator[bytes]:
        calls = list(self._calls())
        self.ending.spoke = self.ending.spoke or bool(calls)
        self.ending.check()
        yield from self._begin()
        for _, block in self._blocks:
            if block.index is None:
                continue
            if rest := block.words.rest():
                yield self._words(block, rest)
            yield _written("content_block_stop", index=block.index)
        for index, call in enumerate(calls, self._given):
            started = {"type": "tool_use", "id": call["id"], "name": call["function"]["name"], "input": {}}
            grown = {"type": "input_json_delta", "partial_json": call["function"]["arguments"]}
            yield _written("content_block_start", index=index, content_block=started)
            yield _written("content_block_delta", index=index, delta=grown)
            yield _written("content_block_stop", index=index)
        stopped = {"stop_reason": "tool_use" if calls else "end_turn", "stop_sequence": None}
        yield _written("message_delta", delta=stopped, usage={"output_tokens": 0})
        yield _written("message_stop")

    def _begin(self) -> Iterator[bytes]:
        if not self._begun:
            self._begun = True
            made = {"id": "", "type": "message", "role": "assistant", "model": "", "content": []}
            usage = {"input_tokens": 0, "output_tokens": 0}
            yield _written(
                "message_start", message={**made, "stop_reason": None, "stop_sequence": None, "usage": usage}
            )

    def _starts(self, index: Any, given: dict[str, Any]) -> Iterator[bytes]:
        kind = text(given.get("type"))
        block = _Block(kind, None, start=given)
        self._blocks.append((index, block))
        # Calls are given on at the end; what else there is belongs to tools that the provider runs itself.
        if kind not in ("text", "thinking", "redacted_thinking"):
            return
        block.index, self._given = self._given, self._given + 1
        yield from self._begin()
        if kind == "redacted_thinking":
            self.ending.spoke = True
            started = {"type": kind, "data": text(given.get("data"))}
        else:
            started = {"type": kind, kind: "", **({"signature": ""} if kind == "thinking" else {})}
        yield _written("content_block_start", index=block.index, content_block=started)
        if kind != "redacted_thinking":
            yield from self._said(block, text(given.get(kind)))
            yield from self._signed(block, text(given.get("signature")))

    def _grows(self, index: Any, delta: dict[str, Any]) -> Iterator[bytes]:
        grown = text(delta.get("type"))
        kind = _KINDS.get(grown)
        if kind is None:
            return
        block = next((each for at, each in reversed(self._blocks) if at == index and each.kind == kind), None)
        block = block or next((each for _, each in reversed(self._blocks) if each.kind == kind), None)
        if block is None:
            # Some servers do not say that a block begins.
            yield from self._starts(index, {"type": kind})
            block = self._blocks[-1][1]
        if kind == "tool_use":
            block.pieces.append(text(delta.get("partial_json")))
        elif grown == "signature_delta":
            yield from self._signed(block, text(delta.get("signature")))
        else:
            yield from self._said(block, text(delta.get(kind)))

    def _said(self, block: _Block, given: str) -> Iterator[bytes]:
        if said := block.words.take(given):
            self.ending.spoke = True
            yield self._words(block, said)

    def _words(self, block: _Block, said: str) -> bytes:
        return _written(
            "content_block_delta", index=block.index, delta={"type": f"{block.kind}_delta", block.kind: said}
        )

    def _signed(self, block: _Block, signature: str) -> Iterator[bytes]:
        if signature and block.kind == "thinking":
            delta = {"type": "signature_delta", "signature": clean(signature)}
            yield _written("content_block_delta", index=block.index, delta=delta)

    def _calls(self) -> Iterator[dict[str, Any]]:
        calls = Calls()
        for index, (_, block) in enumerate(self._blocks):
            if block.kind == "tool_use":
                given = "".join(block.pieces) or block.start.get("input")
                calls.take([{**block.start, "index": index, "arguments": given}])
        yield from calls.written()

    def _count(self, usage: dict[str, Any]) -> None:
        """Both events have running totals of the whole answer; a field counts as it was last said."""
        self._counts |= {name: usage[name] for name in _COUNTS if tokens(usage.get(name))}
        asked, said = tokens(*(self._counts.get(name) for name in _COUNTS[:3])), tokens(self._counts.get(_COUNTS[3]))
        if asked or said:
            self.ending.usage = Usage(asked, said)


def _written(kind: str, **data: Any) -> bytes:
    return written({"type": kind, **data}, kind)
