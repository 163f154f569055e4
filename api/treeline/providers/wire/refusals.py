"""Finds the reason of a provider's error in responses of any shape."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal, cast

from treeline.kernel.http import ReadError
from treeline.kernel.text import clean

# A reason is shown to people: more than this is none.
MOST_BODY = 64 * 1024
_MOST_WORDS = 2000
# Anthropic's types, as statuses; its errors inside a stream have no other.
_STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}


# Where servers put an error, and what it says.
_WITHIN = ("error", "errors", "fault", "base_resp")
_WORDS = (
    *("message", "msg", "detail", "error_description", "error_msg", "error_message", "errorMessage", "Message"),
    *("description", "faultstring", "status_msg"),
)


@dataclass(frozen=True)
class Refusal:
    """`how`: the provider said so by a status or inside a stream; or its stream cannot be an answer, and why.

    `codes`: every code, type and status word in its reply. `retry_after`: seconds that it asks to wait.
    """

    how: Literal["said", "cut", "filtered", "garbled", "page", "empty", "failed", "large"]
    reason: str = ""
    status: int | None = None
    codes: str = ""
    retry_after: float | None = None


class Refused(ReadError):
    """Raised where the libraries expect the network to fail: they hand it on as a cause."""

    def __init__(self, refusal: Refusal):
        super().__init__(refusal.reason)
        self.refusal = refusal


def refusal_of(status: int | None, body: bytes, headers: Mapping[str, str]) -> Refusal:
    """What a reply that is no answer says."""
    text = body.decode(errors="replace").lstrip("\ufeff").strip()
    wait = retry_after(headers)
    if text.startswith("<"):
        return Refusal("page" if status is None else "said", _title(text), status, "html", wait)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Refusal("said", _shown(text), status, "", wait)
    return said_in(value, status, wait)


def said_in(value: Any, status: int | None = None, wait: float | None = None) -> Refusal:
    """What an error object says, whichever provider's it is."""
    reason, codes = "", list[str]()
    for part in _parts(value):
        for name in ("code", "type", "status", "reason"):
            given = part.get(name)
            if isinstance(given, int) and not isinstance(given, bool) and 400 <= given < 600:
                status = status or given
            elif isinstance(given, str):
                codes.append(given.lower())
                status = status or _STATUS_OF_TYPE.get(given) or _number(given)
        reason = reason or _words(part)
    return Refusal("said", _shown(reason), status, " ".join(codes), wait)


def is_error(value: Mapping[str, Any], event: str = "") -> bool:
    """Whether what came in a stream is an error rather than a piece of an answer."""
    if value.get("error"):
        return True
    return event == "error" or value.get("type") == "error" or value.get("object") == "error"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, by `Retry-After` in seconds or as a date; OpenAI also says it in milliseconds."""
    exact = _decimal(headers.get("retry-after-ms"))
    if exact is not None:
        return exact / 1000
    given = headers.get("retry-after")
    seconds = _decimal(given)
    if seconds is not None or not given:
        return seconds
    try:
        when = parsedate_to_datetime(given)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects that may say something, the innermost error first."""
    if isinstance(value, list):
        given = cast(list[Any], value)
        said = "; ".join(each for each in given if isinstance(each, str))
        value = next((each for each in given if isinstance(each, dict)), said)
    if not isinstance(value, dict):
        yield {"message": value if isinstance(value, str) else ""}
        return
    whole = cast(dict[str, Any], value)
    inner = next((whole[name] for name in _WITHIN if whole.get(name)), None)
    if isinstance(inner, dict | list | str):
        yield from _parts(inner)
    details = whole.get("details")
    if isinstance(details, list):
        yield from (each for each in cast(list[Any], details) if isinstance(each, dict) and "reason" in each)
    yield whole


def _words(part: Mapping[str, Any]) -> str:
    said = next((part[name] for name in _WORDS if part.get(name)), "")
    if isinstance(said, list | dict):
        said = json.dumps(said, ensure_ascii=False)
    # OpenRouter has the words of the provider behind it apart.
    metadata = part.get("metadata")
    raw = cast(dict[str, Any], metadata).get("raw") if isinstance(metadata, dict) else None
    said = said if isinstance(said, str) else ""
    return f"{said}: {raw}" if isinstance(raw, str) and raw else said


def _title(page: str) -> str:
    found = re.search(r"<(title|h1)[^>]*>(.*?)</\1", page[:MOST_BODY], re.IGNORECASE | re.DOTALL)
    return _shown(html.unescape(re.sub(r"<[^>]*>", " ", found[2]))) if found else ""


def _shown(text: str) -> str:
    return " ".join(clean(text[:_MOST_WORDS]).split())


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[45]\d\d", text) else None


def _decimal(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\s*[0-9]{1,300}(\.[0-9]{1,300})?\s*", text) else None
