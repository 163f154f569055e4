"""What the readers of all protocols share: the end of an answer, and untrusted numbers and JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from treeline.kernel.text import clean
from treeline.providers.port import MOST_TOKENS, Usage
from treeline.providers.wire.refusals import Refusal, Refused, is_error, said_in
from treeline.providers.wire.sse import Event

_FILTERED = """content_filter sensitive refusal safety recitation blocklist prohibited_content spii language
image_safety image_prohibited_content image_recitation"""
_LENGTH = "length max_tokens max_length max_output_tokens model_length model_context_window_exceeded"
_FAILED = """error abort aborted cancelled canceled network_error insufficient_system_resource malformed_function_call
unexpected_tool_call too_many_tool_calls missing_thought_signature malformed_response other"""
# What providers say for why an answer ended, in lower case.
FILTERED, LENGTH, FAILED = (frozenset(words.split()) for words in (_FILTERED, _LENGTH, _FAILED))
CALLS = frozenset(["tool_calls", "tool_call", "tool_use", "function_call"])
_NUMBER = re.compile(r"\s*[0-9]{1,19}(\.[0-9]{1,19})?\s*")
NONE = frozenset(["", "null", "none", "finish_reason_unspecified"])


@dataclass
class Ending:
    """What a stream has said of its end so far. `finish`: the provider's word for why; `closed`: its mark of the end.

    `details`: what else it wants back with a tool's result (OpenRouter).
    """

    usage: Usage | None = None
    # Of tokens, where nothing more is said of them.
    total: int = 0
    finish: str | None = None
    closed: bool = False
    # Whether anything of an answer has come: words, thoughts or calls.
    spoke: bool = False
    details: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def is_over(self) -> bool:
        return self.closed or self.finish is not None

    @property
    def reason(self) -> str | None:
        """In the words of the port; a word that nobody has heard of is an end like any other."""
        word = (self.finish or "").lower()
        if word in CALLS:
            return "tool_call"
        return "length" if word in LENGTH else "stop" if word else None

    def finished(self, word: Any) -> None:
        """The first word counts: some servers send an empty one with each piece."""
        if isinstance(word, str) and word.lower() not in NONE:
            self.finish = self.finish or word

    def check(self) -> None:
        """Raises Refused unless the answer is whole."""
        word = (self.finish or "").lower()
        if word in FILTERED:
            raise Refused(Refusal("filtered", self.finish or ""))
        if word in FAILED:
            raise Refused(Refusal("failed", self.finish or ""))
        if self.finish is None and not self.spoke:
            raise Refused(Refusal("empty"))
        if not self.is_over:
            raise Refused(Refusal("cut"))


class Reader(Protocol):
    """Reads one answer of one protocol."""

    ending: Ending

    def take(self, event: Event) -> Iterator[bytes]:
        """An event of the stream, as the library takes it. Raises Refused for errors and for what is no event."""
        ...

    def whole(self, value: Any) -> Iterator[bytes]:
        """An answer that came whole, though a stream was asked for."""
        ...

    def end(self) -> Iterator[bytes]:
        """What was kept for the end. Raises Refused for an answer that is not whole."""
        ...


def opened(event: Event) -> dict[str, Any]:
    """The object that an event carries. Raises Refused for an error, and for what is no object."""
    try:
        value = loaded(event.data)
    except (ValueError, RecursionError):
        raise Refused(Refusal("said" if event.name == "error" else "garbled", clean(event.data[:200]))) from None
    value = value[0] if isinstance(value, list) and len(cast(list[Any], value)) == 1 else value
    if not isinstance(value, dict):
        raise Refused(Refusal("garbled", clean(event.data[:200])))
    found = cast(dict[str, Any], value)
    if is_error(found, event.name):
        raise Refused(said_in(found))
    return found


def is_done(data: str) -> bool:
    """OpenAI's mark of the end, as it is also spelled."""
    return data.strip().strip('"').upper().startswith("[DONE]")


def require_no_error(value: dict[str, Any], *of_answers: str) -> None:
    """Raises Refused for an object with words for people that has nothing of an answer."""
    if any(value.get(name) for name in of_answers) or mapping(value.get("base_resp")).get("status_code") == 0:
        return
    said = said_in(value)
    if said.reason:
        raise Refused(said)


def loaded(text: str) -> Any:
    """JSON; numbers that none of us could keep are nothing. Raises ValueError, RecursionError."""
    return json.loads(text, parse_constant=lambda _: None, parse_int=_whole)


def written(value: object, name: str = "") -> bytes:
    """An event as the libraries read it: pure ASCII, one line."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(value)}\n\n".encode()


def tokens(*given: Any) -> int:
    """The sum of what are whole numbers; whatever else was given counts nothing."""
    return min(MOST_TOKENS, sum(_count(each) for each in given))


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def mapping(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else []


def one_of(several: list[Any], index: Any) -> tuple[dict[str, Any], Any]:
    """Of several answers that come mixed the first is the one: its piece, and its index from now on."""
    for each in map(mapping, several):
        index = each.get("index") if index is None else index
        if each and each.get("index") in (None, index):
            return each, index
    return {}, index


class Words:
    """Text in pieces, made storable: of a pair of surrogates each half may come in a piece of its own."""

    def __init__(self) -> None:
        self._half = ""

    def take(self, given: str) -> str:
        whole = self._half + given
        self._half = whole[-1] if whole and "\ud800" <= whole[-1] <= "\udbff" else ""
        return clean(whole[: len(whole) - len(self._half)])

    def rest(self) -> str:
        half, self._half = self._half, ""
        return clean(half)


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) < 20 else None


def _count(value: Any) -> int:
    if isinstance(value, str):
        value = float(value) if _NUMBER.fullmatch(value) else 0
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < float("inf"):
        return 0
    return min(MOST_TOKENS, int(value))
