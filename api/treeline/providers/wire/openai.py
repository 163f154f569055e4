"""Chat completions as OpenAI streams them, and as the many servers do that speak its protocol."""

from collections.abc import Collection, Iterator
from typing import Any

from treeline.providers.port import Usage
from treeline.providers.wire.calls import Calls
from treeline.providers.wire.reader import (
    Ending,
    Words,
    is_done,
    items,
    mapping,
    one_of,
    opened,
    require_no_error,
    text,
    tokens,
    written,
)
from treeline.providers.wire.sse import Event

# Where servers put thoughts. The library sends them back under the same name; what it does not know goes by the first.
THOUGHTS = ("reasoning_content", "reasoning")
_OTHER_THOUGHTS = ("thinking", "reasoning_text")


class OpenAIReader:
    def __init__(self, tools: Collection[str] = ()) -> None:
        self.ending = Ending()
        self._calls, self._legacy = Calls(tools), Calls(tools)
        self._words = {name: Words() for name in ("content", *THOUGHTS)}
        self._content: list[str] = []
        self._length = 0
        # Whether there are pieces: a whole message behind them says them once more.
        self._in_pieces = False
        self._index: Any = None

    def take(self, event: Event) -> Iterator[bytes]:
        if self.ending.closed or not event.data.strip():
            return
        if is_done(event.data):
            self.ending.closed = True
            return
        chunk = opened(event)
        require_no_error(chunk, "choices", "usage")
        yield from self._chunk(chunk)

    def whole(self, value: Any) -> Iterator[bytes]:
        for each in map(mapping, items(value) or [value]):
            require_no_error(each, "choices", "usage")
            yield from self._chunk(each)
        self.ending.closed = True

    def end(self) -> Iterator[bytes]:
        for name, words in self._words.items():
            if rest := words.rest():
                yield _written({name: rest})
        calls = list((self._calls if self._calls.found else self._legacy).written())
        self.ending.spoke = self.ending.spoke or bool(calls)
        self.ending.check()
        if calls:
            yield _written({"tool_calls": calls})
        finish = self.ending.reason or "stop"
        yield _written({}, "tool_calls" if calls or finish == "tool_call" else finish)

    def _chunk(self, chunk: dict[str, Any]) -> Iterator[bytes]:
        choice, self._index = one_of(items(chunk.get("choices")), self._index)
        # Running totals: the last one counts. Moonshot and Groq each have a place of their own for it.
        for given in (chunk.get("usage"), choice.get("usage"), mapping(chunk.get("x_groq")).get("usage")):
            self._count(mapping(given))
        self.ending.finished(choice.get("finish_reason"))
        delta = mapping(choice.get("delta"))
        self._in_pieces = self._in_pieces or bool(delta)
        delta = delta or self._rest_of(mapping(choice.get("message")))
        calls = delta.get("tool_calls")
        self._calls.take(items(calls) or ([calls] if mapping(calls) else []))
        if mapping(delta.get("function_call")):
            self._legacy.take([delta["function_call"]])
        said = self._said(delta, choice)
        self._content.append(said.get("content", ""))
        self._length += len(self._content[-1])
        if said:
            self.ending.spoke = True
            yield _written(said)

    def _rest_of(self, message: dict[str, Any]) -> dict[str, Any]:
        if not self._in_pieces:
            return message
        content = text(message.get("content"))
        # Looked at only where it may say more: chunks without a word are many.
        more = len(content) > self._length and content.startswith("".join(self._content))
        rest = {"content": content[self._length :]} if more else {}
        return {**rest, **({} if self._calls.found else {"tool_calls": message.get("tool_calls")})}

    def _said(self, delta: dict[str, Any], choice: dict[str, Any]) -> dict[str, str]:
        details = [each for each in items(delta.get("reasoning_details")) if isinstance(each, dict)]
        self._keep(details)
        content, thoughts = _parts(delta.get("content"))
        content += text(delta.get("refusal")) or text(choice.get("text"))
        named = ((name, _thought(delta.get(name))) for name in (*THOUGHTS, *_OTHER_THOUGHTS))
        field, thought = next(((name, each) for name, each in named if each), (THOUGHTS[0], ""))
        field = field if field in THOUGHTS else THOUGHTS[0]
        if not thought and details:
            field, thought = (
                "reasoning",
                "".join(text(each.get("text")) or text(each.get("summary")) for each in details),
            )
        given = {field: thought + thoughts, "content": content}
        taken = {name: self._words[name].take(each) for name, each in given.items() if each}
        return {name: each for name, each in taken.items() if each}

    def _keep(self, details: list[dict[str, Any]]) -> None:
        """Pieces of one block are joined; blocks stay in their order, for that is how they are wanted back."""
        for each in details:
            last = self.ending.details[-1] if self.ending.details else {}
            same = last and all(last.get(name) == each.get(name) for name in ("type", "index", "id") if name in each)
            if not same or each.get("type") == "reasoning.encrypted":
                self.ending.details.append(dict(each))
                continue
            for name, value in each.items():
                grows = name in ("text", "summary") and isinstance(value, str)
                last[name] = text(last.get(name)) + value if grows else value if value is not None else last.get(name)

    def _count(self, usage: dict[str, Any]) -> None:
        asked = tokens(usage.get("prompt_tokens")) or tokens(usage.get("input_tokens"))
        said = tokens(usage.get("completion_tokens")) or tokens(usage.get("output_tokens"))
        total = tokens(usage.get("total_tokens"))
        if asked or said:
            # Where one of them is missing, the sum tells it.
            asked, said = asked or max(0, total - said), said or max(0, total - asked)
            before = self.ending.usage or Usage()
            self.ending.usage = Usage(asked or before.prompt_tokens, said or before.completion_tokens)
        self.ending.total = total or self.ending.total


def _parts(content: Any) -> tuple[str, str]:
    """(words, thoughts) of a content, which some servers send as a list of parts."""
    if isinstance(content, str):
        return content, ""
    said, thought = "", ""
    for part in map(mapping, items(content) or [content]):
        inner = part.get("thinking")
        thought += text(inner) or "".join(text(mapping(each).get("text")) for each in items(inner))
        said += "" if inner else text(part.get("text"))
    return said, thought


def _thought(given: Any) -> str:
    whole = mapping(given)
    return text(given) or text(whole.get("content")) or text(whole.get("text"))


def _written(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return written({"id": "", "object": "chat.completion.chunk", "created": 0, "model": "", "choices": [choice]})
