"""Chat completions as OpenAI streams them, and as the many servers do that speak its protocol."""

from collections.abc import Collection, Iterator
from typing import Any

from treeline.providers.port import Usage
from treeline.providers.wire.calls import Calls
from treeline.providers.wire.reader import Ending, Words, items, mapping, opened, text, tokens, written
from treeline.providers.wire.sse import Event

# Where servers put thoughts. The library sends them back under the same name.
THOUGHTS = ("reasoning_content", "reasoning")


class OpenAIReader:
    def __init__(self, tools: Collection[str] = ()) -> None:
        self.ending = Ending()
        self._calls, self._legacy = Calls(tools), Calls(tools)
        self._words = {name: Words() for name in ("content", *THOUGHTS)}

    def take(self, event: Event) -> Iterator[bytes]:
        if self.ending.closed or not event.data.strip():
            return
        if event.data.strip().startswith("[DONE]"):
            self.ending.closed = True
            return
        yield from self._chunk(opened(event))

    def whole(self, value: Any) -> Iterator[bytes]:
        yield from self._chunk(mapping(value))
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
        choice = next((mapping(each) for each in items(chunk.get("choices"))), {})
        # Running totals: the last one counts. Moonshot and Groq each have a place of their own for it.
        for given in (chunk.get("usage"), choice.get("usage"), mapping(chunk.get("x_groq")).get("usage")):
            self._count(mapping(given))
        self.ending.finished(choice.get("finish_reason"))
        delta = mapping(choice.get("delta")) or mapping(choice.get("message"))
        self._calls.take(items(delta.get("tool_calls")))
        if mapping(delta.get("function_call")):
            self._legacy.take([delta["function_call"]])
        said = self._said(delta, choice)
        if said:
            self.ending.spoke = True
            yield _written(said)

    def _said(self, delta: dict[str, Any], choice: dict[str, Any]) -> dict[str, str]:
        details = [each for each in items(delta.get("reasoning_details")) if isinstance(each, dict)]
        self._keep(details)
        content, thoughts = _parts(delta.get("content"))
        content += text(delta.get("refusal")) or text(choice.get("text"))
        field, thought = next(((name, delta[name]) for name in THOUGHTS if text(delta.get(name))), (THOUGHTS[0], ""))
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
        counted = Usage(tokens(usage.get("prompt_tokens")), tokens(usage.get("completion_tokens")))
        if counted.prompt_tokens or counted.completion_tokens:
            self.ending.usage = counted


def _parts(content: Any) -> tuple[str, str]:
    """(words, thoughts) of a content, which some servers send as a list of parts."""
    if isinstance(content, str):
        return content, ""
    said, thought = "", ""
    for part in map(mapping, items(content)):
        inner = part.get("thinking")
        thought += text(inner) or "".join(text(mapping(each).get("text")) for each in items(inner))
        said += "" if inner else text(part.get("text"))
    return said, thought


def _written(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return written({"id": "", "object": "chat.completion.chunk", "created": 0, "model": "", "choices": [choice]})
