"""What OpenAI, Anthropic and Google call the same things: questions read, and answers written, as each of them does."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

DIMENSIONS = 64


@dataclass(frozen=True)
class Heard:
    """A question as it came."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    model: str
    # (role, text) of each turn: "system", "user", "assistant" or "tool".
    turns: tuple[tuple[str, str], ...]

    @property
    def said(self) -> str:
        """The last turn's text."""
        return self.turns[-1][1] if self.turns else ""

    @property
    def tokens(self) -> int:
        return sum(len(text.split()) for _, text in self.turns)


@dataclass(frozen=True)
class Reply:
    """An answer; a refusal if the status is not 200, with `text` for a message."""

    text: str = ""
    # (name, arguments as JSON)
    calls: tuple[tuple[str, str], ...] = ()
    status: int = 200
    code: str | None = None
    finish: str | None = None
    break_after: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    # Sent as they are, in place of an answer.
    raw: tuple[bytes, ...] | None = None
    content_type: str = "text/event-stream"
    breaks: bool = False

    @property
    def words(self) -> list[str]:
        """Joined they are the text."""
        parts = self.text.split(" ")
        return [part if at == 0 else f" {part}" for at, part in enumerate(parts)] if self.text else []

    @property
    def tokens(self) -> int:
        return len(self.text.split()) + sum(1 + len(arguments.split()) for _, arguments in self.calls)

    @property
    def fragments(self) -> list[tuple[int, str]]:
        """(which call, a piece of its arguments): three pieces each."""
        found: list[tuple[int, str]] = []
        for at, (_, arguments) in enumerate(self.calls):
            third = max(1, math.ceil(len(arguments) / 3))
            found += [(at, arguments[start : start + third]) for start in range(0, len(arguments), third)]
        return found


# What comes before the first word, each piece, and what comes after the last; as bytes of an event stream.
Pieces = tuple[list[bytes], list[bytes], list[bytes]]


class Dialect(Protocol):
    def key(self, headers: Mapping[str, str]) -> str | None: ...
    def models(self, names: list[str]) -> object: ...
    def heard(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Heard: ...
    def streams(self, path: str, body: dict[str, Any]) -> bool: ...
    def error(self, status: int, message: str, code: str | None) -> object: ...
    def whole(self, heard: Heard, reply: Reply, usage: bool) -> object: ...
    def pieces(self, heard: Heard, reply: Reply, usage: bool) -> Pieces: ...


def vector(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """Words hashed into a few dimensions, of length one: texts with the same words are near each other."""
    found = [0.0] * dimensions
    for word in text.lower().split():
        found[hashlib.sha256(word.encode()).digest()[0] % dimensions] += 1.0
    length = math.sqrt(sum(each * each for each in found)) or 1.0
    return [each / length for each in found]


def text_of(content: Any) -> str:
    """The words of a content that is a string or a list of parts."""
    if content is None or isinstance(content, str):
        return content or ""
    return " ".join(part if isinstance(part, str) else part.get("text") or f"[{part.get('type')}]" for part in content)


def event(data: object, name: str | None = None) -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode()


class OpenAI:
    def key(self, headers: Mapping[str, str]) -> str | None:
        return (headers.get("Authorization") or "").removeprefix("Bearer ")

    def models(self, names: list[str]) -> object:
        data = [{"id": name, "object": "model", "created": 1, "owned_by": "tests"} for name in names]
        return {"object": "list", "data": data}

    def heard(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Heard:
        turns = [(turn["role"], text_of(turn.get("content"))) for turn in body.get("messages", [])]
        return Heard(path, headers, body, body.get("model", ""), tuple(turns))

    def streams(self, path: str, body: dict[str, Any]) -> bool:
        return bool(body.get("stream"))

    def error(self, status: int, message: str, code: str | None) -> object:
        return {"error": {"message": message, "type": "error", "param": None, "code": code}}

    def whole(self, heard: Heard, reply: Reply, usage: bool) -> object:
        message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
        if reply.calls:
            message["tool_calls"] = [
                {"id": f"call_{at}", "type": "function", "function": {"name": name, "arguments": arguments}}
                for at, (name, arguments) in enumerate(reply.calls)
            ]
        choice = {"index": 0, "message": message, "finish_reason": self._finish(reply)}
        made = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": heard.model}
        return {**made, "choices": [choice], **({"usage": self._usage(heard, reply)} if usage else {})}

    def pieces(self, heard: Heard, reply: Reply, usage: bool) -> Pieces:
        pieces = [self._delta(heard, {"content": word}) for word in reply.words]
        begun: set[int] = set()
        for at, fragment in reply.fragments:
            if at not in begun:
                begun.add(at)
                function = {"name": reply.calls[at][0], "arguments": ""}
                call = {"index": at, "id": f"call_{at}", "type": "function", "function": function}
                pieces.append(self._delta(heard, {"tool_calls": [call]}))
            pieces.append(self._delta(heard, {"tool_calls": [{"index": at, "function": {"arguments": fragment}}]}))
        after = [self._delta(heard, {}, self._finish(reply))]
        if usage and (heard.body.get("stream_options") or {}).get("include_usage"):
            after.append(self._chunk(heard, {"choices": [], "usage": self._usage(heard, reply)}))
        return [self._delta(heard, {"role": "assistant", "content": ""})], pieces, [*after, b"data: [DONE]\n\n"]

    def _delta(self, heard: Heard, delta: dict[str, Any], finish: str | None = None) -> bytes:
        return self._chunk(heard, {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def _chunk(self, heard: Heard, more: dict[str, Any]) -> bytes:
        return event(
            {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": heard.model, **more}
        )

    def _finish(self, reply: Reply) -> str:
        return reply.finish or ("tool_calls" if reply.calls else "stop")

    def _usage(self, heard: Heard, reply: Reply) -> dict[str, int]:
        asked, said = heard.tokens, reply.tokens
        return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


class Anthropic:
    def key(self, headers: Mapping[str, str]) -> str | None:
        return headers.get("x-api-key") or (headers.get("Authorization") or "").removeprefix("Bearer ")

    def models(self, names: list[str]) -> object:
        data = [{"type": "model", "id": n, "display_name": n, "created_at": "2026-01-01T00:00:00Z"} for n in names]
        return {"data": data, "has_more": False, "first_id": None, "last_id": None}

    def heard(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Heard:
        turns = [("system", text_of(body["system"]))] if body.get("system") else []
        for turn in body.get("messages", []):
            content = turn["content"]
            results = [] if isinstance(content, str) else [p for p in content if p.get("type") == "tool_result"]
            turns += [("tool", text_of(part.get("content"))) for part in results]
            if not results:
                turns.append((turn["role"], text_of(content)))
        return Heard(path, headers, body, body.get("model", ""), tuple(turns))

    def streams(self, path: str, body: dict[str, Any]) -> bool:
        return bool(body.get("stream"))

    def error(self, status: int, message: str, code: str | None) -> object:
        return {"type": "error", "error": {"type": code or "error", "message": message}}

    def whole(self, heard: Heard, reply: Reply, usage: bool) -> object:
        content: list[dict[str, Any]] = [{"type": "text", "text": reply.text}] if reply.text else []
        content += [
            {"type": "tool_use", "id": f"toolu_{at}", "name": name, "input": json.loads(arguments)}
            for at, (name, arguments) in enumerate(reply.calls)
        ]
        counted = {"input_tokens": heard.tokens, "output_tokens": reply.tokens} if usage else {}
        return {**self._message(heard, counted), "content": content, "stop_reason": self._stop(reply)}

    def pieces(self, heard: Heard, reply: Reply, usage: bool) -> Pieces:
        counted = {"input_tokens": heard.tokens, "output_tokens": 0}
        before = [self._event("message_start", message=self._message(heard, counted))]
        pieces: list[bytes] = []
        index = 0
        if reply.words:
            before.append(self._event("content_block_start", index=0, content_block={"type": "text", "text": ""}))
            pieces = [self._word(word) for word in reply.words]
            pieces[-1] += self._event("content_block_stop", index=0)
            index = 1
        for at, (name, arguments) in enumerate(reply.calls):
            block = {"type": "tool_use", "id": f"toolu_{at}", "name": name, "input": {}}
            pieces.append(self._event("content_block_start", index=index + at, content_block=block))
            for part in (arguments[: len(arguments) // 2], arguments[len(arguments) // 2 :]):
                delta = {"type": "input_json_delta", "partial_json": part}
                pieces.append(self._event("content_block_delta", index=index + at, delta=delta))
            pieces.append(self._event("content_block_stop", index=index + at))
        stopped = {"stop_reason": self._stop(reply), "stop_sequence": None}
        end = self._event("message_delta", delta=stopped, usage={"output_tokens": reply.tokens})
        return before, pieces, [end, self._event("message_stop")]

    def _word(self, word: str) -> bytes:
        return self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": word})

    def _event(self, kind: str, **data: Any) -> bytes:
        return event({"type": kind, **data}, kind)

    def _message(self, heard: Heard, usage: dict[str, int]) -> dict[str, Any]:
        made = {"id": "msg_1", "type": "message", "role": "assistant", "model": heard.model, "content": []}
        return {**made, "stop_reason": None, "stop_sequence": None, "usage": usage}

    def _stop(self, reply: Reply) -> str:
        if reply.calls:
            return "tool_use"
        return "max_tokens" if reply.finish == "length" else "end_turn"


class Google:
    def key(self, headers: Mapping[str, str]) -> str | None:
        return headers.get("x-goog-api-key")

    def models(self, names: list[str]) -> object:
        methods = ["generateContent", "countTokens"]
        data = [{"name": f"models/{n}", "displayName": n, "supportedGenerationMethods": methods} for n in names]
        return {"models": data}

    def heard(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Heard:
        turns = [("system", self._words(body["systemInstruction"]))] if body.get("systemInstruction") else []
        turns += [(self._role(turn), self._words(turn)) for turn in body.get("contents", [])]
        model = path.rpartition("/")[2].partition(":")[0]
        return Heard(path, headers, body, model, tuple(turns))

    def streams(self, path: str, body: dict[str, Any]) -> bool:
        return path.endswith(":streamGenerateContent")

    def error(self, status: int, message: str, code: str | None) -> object:
        return {"error": {"code": status, "message": message, "status": code or "ERROR"}}

    def whole(self, heard: Heard, reply: Reply, usage: bool) -> object:
        parts = [{"text": reply.text}] if reply.text else []
        return self._candidate(heard, reply, [*parts, *self._calls(reply)], last=usage, finish=True)

    def pieces(self, heard: Heard, reply: Reply, usage: bool) -> Pieces:
        pieces = [event(self._candidate(heard, reply, [{"text": word}])) for word in reply.words]
        pieces += [event(self._candidate(heard, reply, [call])) for call in self._calls(reply)]
        return [], pieces, [event(self._candidate(heard, reply, [{"text": ""}], last=usage, finish=True))]

    def _role(self, turn: dict[str, Any]) -> str:
        if any("functionResponse" in part for part in turn["parts"]):
            return "tool"
        return "assistant" if turn.get("role") == "model" else "user"

    def _words(self, turn: dict[str, Any]) -> str:
        return " ".join(
            part["text"] if "text" in part else json.dumps(part.get("functionResponse") or "[data]")
            for part in turn["parts"]
        )

    def _calls(self, reply: Reply) -> list[dict[str, Any]]:
        return [{"functionCall": {"name": name, "args": json.loads(arguments)}} for name, arguments in reply.calls]

    def _candidate(
        self, heard: Heard, reply: Reply, parts: list[dict[str, Any]], *, last: bool = False, finish: bool = False
    ) -> dict[str, Any]:
        candidate: dict[str, Any] = {"index": 0, "content": {"role": "model", "parts": parts}}
        if finish:
            candidate["finishReason"] = "MAX_TOKENS" if reply.finish == "length" else "STOP"
        made: dict[str, Any] = {"candidates": [candidate], "modelVersion": heard.model, "responseId": "r1"}
        if last:
            asked, said = heard.tokens, reply.tokens
            counted = {"promptTokenCount": asked, "candidatesTokenCount": said, "totalTokenCount": asked + said}
            made["usageMetadata"] = counted
        return made
