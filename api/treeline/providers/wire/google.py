"""Google Gemini's streaming format."""

import base64
import binascii
from collections.abc import Collection, Iterator
from typing import Any

from treeline.kernel.text import clean
from treeline.providers.port import Usage
from treeline.providers.wire.calls import MOST_NAME, UNNAMED, require_few
from treeline.providers.wire.reader import (
    Ending,
    Words,
    is_done,
    items,
    loaded,
    mapping,
    one_of,
    opened,
    require_no_error,
    text,
    tokens,
    written,
)
from treeline.providers.wire.refusals import Refusal, Refused, said_in
from treeline.providers.wire.sse import Event


class GoogleReader:
    def __init__(self, tools: Collection[str] = ()) -> None:
        del tools
        self.ending = Ending()
        self._words = {False: Words(), True: Words()}
        self._calls = 0
        self._ids: set[str] = set()
        self._index: Any = None

    def take(self, event: Event) -> Iterator[bytes]:
        if event.data.strip() and not is_done(event.data):
            chunk = opened(event)
            require_no_error(chunk, "candidates", "usageMetadata", "promptFeedback")
            yield from self._chunk(chunk)

    def whole(self, value: Any) -> Iterator[bytes]:
        for each in items(value) or [value]:
            if mapping(each).get("error"):
                raise Refused(said_in(each))
            yield from self._chunk(mapping(each))

    def end(self) -> Iterator[bytes]:
        rest = [{"text": each, "thought": thought} for thought, words in self._words.items() if (each := words.rest())]
        self.ending.check()
        yield _written(rest or [{"text": ""}], "STOP")

    def _chunk(self, chunk: dict[str, Any]) -> Iterator[bytes]:
        self._count(mapping(chunk.get("usageMetadata")))
        blocked = text(mapping(chunk.get("promptFeedback")).get("blockReason"))
        if blocked and blocked != "BLOCK_REASON_UNSPECIFIED":
            raise Refused(Refusal("filtered", blocked))
        candidate, self._index = one_of(items(chunk.get("candidates")), self._index)
        self.ending.finished(candidate.get("finishReason"))
        given = items(mapping(candidate.get("content")).get("parts"))
        parts = [part for each in given if (part := self._part(mapping(each)))]
        if parts:
            self.ending.spoke = True
            yield _written(parts)

    def _part(self, given: dict[str, Any]) -> dict[str, Any] | None:
        signature = _signature(given.get("thoughtSignature"))
        signed = {"thoughtSignature": signature} if signature else {}
        if call := mapping(given.get("functionCall")):
            name = clean(text(call.get("name")))[:MOST_NAME] or UNNAMED
            self._calls += 1
            require_few(self._calls)
            own = clean(text(call.get("id")))
            named = {"id": own} if own and own not in self._ids else {}
            self._ids.add(own)
            return {"functionCall": {"name": name, "args": _arguments(call.get("args")), **named}, **signed}
        if isinstance(given.get("text"), str):
            thought = given.get("thought") is True
            said = self._words[thought].take(given["text"])
            return {"text": said, **({"thought": True} if thought else {}), **signed} if said or signed else None
        return {"text": "", **signed} if signed else None

    def _count(self, usage: dict[str, Any]) -> None:
        """Running totals: the last one counts. Thoughts are counted apart, and cost like the answer."""
        asked = tokens(usage.get("promptTokenCount"), usage.get("toolUsePromptTokenCount"))
        said = tokens(usage.get("candidatesTokenCount"), usage.get("thoughtsTokenCount"))
        if asked or said:
            self.ending.usage = Usage(asked, said)
        self.ending.total = tokens(usage.get("totalTokenCount")) or self.ending.total


def _arguments(given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        try:
            given = loaded(given)
        except (ValueError, RecursionError):
            return {"arguments": clean(given)}
    return clean(mapping(given))


def _signature(given: Any) -> str:
    """The library rejects the whole answer for one that is no Base64."""
    try:
        base64.b64decode(text(given).translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return text(given)


def _written(parts: list[dict[str, Any]], finish: str | None = None) -> bytes:
    candidate: dict[str, Any] = {"index": 0, "content": {"role": "model", "parts": parts}}
    return written({"candidates": [{**candidate, **({"finishReason": finish} if finish else {})}]})
