"""Errors of a provider: they name it and the reason, and never contain an API key."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from treeline.kernel.errors import ApiError
from treeline.kernel.text import clean
from treeline.providers.errors import (
    CompletionRequestError,
    Failure,
    ModelNotSupported,
    PathNotFound,
    ProviderError,
    QuotaExceeded,
    StepTooLarge,
)
from treeline.providers.kinds import KINDS, Access

if TYPE_CHECKING:
    from treeline.providers.wire.refusals import Refusal

MOST_CHARACTERS = 500
# What is shorter is no secret, and stands in words that are none.
LEAST_KEY = 8
# Keys of others, and ours in other clothes: providers repeat what they were sent.
_KEYS = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|AIza|hf|r8|nvapi|pplx|fw|csk|key|tok)[-_][A-Za-z0-9*_\-.]{6,}|\bAIza[A-Za-z0-9_\-]{10,}"
    r"|(?<=\bBearer )[^\s\"',]{6,}|(?<=[?&]key=)[^\s&\"']+|(?<=://)[^\s/@]+:[^\s/@]+(?=@)"
)

_BUSY = (429, 503, 529)
_TIMED_OUT = (408, 504, 524)
_FILTER = re.compile(
    r"content[_ ]?(?:filter|policy|management)|responsible_?ai|data_?inspection|prohibited_content|moderation|safety"
)
_MONEY = re.compile(
    r"insufficient[_ ](?:quota|balance|credit|funds)|billing|credit balance|out of credits|exceeded your current quota"
    r"|payment|arrear|not enough (?:credit|balance)|spend(?:ing)? limit|no[_ ]?balance|quota[_ ]?exceeded"
)
_LONG = re.compile(
    r"context[_ ]?(?:length|window|size)|maximum (?:context|prompt|input|number of tokens)|prompt is too long"
    r"|too many (?:input )?tokens|input is too long|(?:token|input|prompt)\w*[^.]{0,40}\bexceed"
    r"|exceeds?[^.]{0,60}\btokens?\b"
    r"|string_above_max_length|reduce the length|input length"
)
_KEY = re.compile(
    r"(?:invalid|incorrect|wrong|missing|expired|revoked|no)[_ -]?(?:\w+[_ ])?(?:api|access|auth)?[_ -]?(?:key|token)\b"
    r"|api[_ ]key[_ ](?:not valid|invalid|expired)|unauthori[sz]ed|authentication|unauthenticated|x-api-key"
)
_PATH = re.compile(
    r"invalid url|unknown request url|unknown (?:path|endpoint|url|route)|no (?:such )?(?:route|endpoint)"
    r"|page not found|nothing at"
    r"|cannot (?:get|post)|method not allowed|^\W*(?:404 )?(?:resource )?not found\W*$|requested url|^$"
)
_MODEL = re.compile(
    r"model[_ ]?not[_ ]?(?:found|exist|available|supported)|\bmodels?\b[^.]{0,120}(?:not exist|not found|not support"
    r"|no access|unknown|invalid|not available"
    r"|not a valid|is not valid|does ?n.t exist|deprecated|retired|decommissioned)"
    r"|not a valid model|unknown model|invalid model|no (?:such )?model|no endpoints found"
)


@contextmanager
def translated(provider: str, model: str, access: Access) -> Iterator[None]:
    """Raises CompletionRequestError and its like for whatever the library or the network raises inside."""
    from pydantic_ai.exceptions import AgentRunError, UserError

    from treeline.kernel.http import HttpError

    kind = KINDS[provider]
    try:
        yield
    except (AgentRunError, UserError, HttpError, TimeoutError, ValueError, *kind.failures()) as error:
        raise _refusal(error, kind.label, model, access) from None


def _refusal(error: Exception, label: str, model: str, access: Access) -> ApiError:
    from treeline.kernel.http import HttpError, NotReached, TookTooLong, causes, reason_of, refused_host
    from treeline.providers.wire.refusals import Refusal, Refused

    if rejected := reason_of(error):
        return CompletionRequestError(f"{label} at {access.base_url}: {rejected}", refused_host(error))
    came_from = tuple(causes(error))
    if refused := next((each.refusal for each in came_from if isinstance(each, Refused)), None):
        return told(refused, label, model, access)
    reason = redacted(_said(error, came_from[-1]), access)
    if status := _status(came_from):
        return told(Refusal("said", reason, status), label, model, access)
    if any(isinstance(each, NotReached) for each in came_from):
        return _as(Failure.AWAY, f"Can't connect to {label} at {access.base_url}: {reason}")
    if any(isinstance(each, TookTooLong) for each in came_from):
        return _as(Failure.TIMEOUT, f"{label} timed out.")
    if any(isinstance(each, HttpError) for each in came_from):
        return _as(Failure.AWAY, f"{label} closed the connection before the response was complete: {reason}")
    return CompletionRequestError(f"{label} failed: {reason}")


def _as(failure: Failure, message: str) -> CompletionRequestError:
    error = CompletionRequestError(message)
    error.failure = failure
    return error


def told(refusal: "Refusal", label: str, model: str, access: Access) -> ApiError:
    """The error for what a provider said, or for how its stream ended."""
    reason = redacted(refusal.reason, access)
    if refusal.how == "large":
        return StepTooLarge(reason)
    if refusal.how != "said":
        return CompletionRequestError(_how(refusal.how, reason, label, access))
    status, words = refusal.status, f"{refusal.codes} {refusal.reason}".lower()
    because = f": {reason}" if reason else "."
    error = _by_words(status, words, because, label, model, access) or _by_status(status, because, label)
    if status in _BUSY and not _MONEY.search(words):
        error.again_in = refusal.retry_after or 0
    error.failure = _failure(error, status, words)
    return error


def _failure(error: ProviderError, status: int | None, words: str) -> Failure:
    if isinstance(error, ModelNotSupported | PathNotFound):
        return Failure.OTHER
    if status in _TIMED_OUT:
        return Failure.TIMEOUT
    if status is not None and status >= 500:
        return Failure.AWAY
    if status in (401, 402, 403) or _MONEY.search(words) or (status in (None, 400) and _KEY.search(words)):
        return Failure.ACCESS
    if status == 429:
        return Failure.RATE
    return Failure.INPUT if status in (400, 413, 422) else Failure.OTHER


def _how(how: str, reason: str, label: str, access: Access) -> str:
    """How a stream ended that was no whole answer."""
    page = f" ({reason})" if reason else ""
    return {
        "cut": f"{label} ended the response before it was complete, without giving a reason.",
        "filtered": f"{label} stopped the response because of its content filter ({reason}).",
        "failed": f"{label} couldn't finish the response ({reason}).",
        "empty": f"{label} returned an empty response.",
        "garbled": f"{label} sent an invalid response: {reason}",
        "page": f"{label} returned a web page{page}. Check the URL {access.base_url}.",
    }[how]


def _by_words(
    status: int | None, words: str, because: str, label: str, model: str, access: Access
) -> ProviderError | None:
    """By the provider's own words, which say more than its status."""
    if status is not None and status >= 500 and status not in (529,):
        return None
    if status == 402 or _MONEY.search(words):
        return QuotaExceeded(f"{label} reports that your quota is used up{because}")
    if status == 429:
        return QuotaExceeded(f"{label} rate limit reached{because}")
    if status == 401 or (status in (None, 400, 403) and _KEY.search(words)):
        return CompletionRequestError(f"{label} rejected the API key. Check the provider's credentials{_tail(because)}")
    if _LONG.search(words):
        return CompletionRequestError(f"The conversation is too long for the {label} model {model}{because}")
    if status == 413:
        return CompletionRequestError(f"The request is too large for {label}{because}")
    if _FILTER.search(words):
        return CompletionRequestError(f"{label} rejected the request because of its content filter{because}")
    return _not_there(status, words, because, label, model, access)


def _not_there(
    status: int | None, words: str, because: str, label: str, model: str, access: Access
) -> ProviderError | None:
    """A model or an address that the provider does not have."""
    named = bool(model) and model.lower() in words
    if status in (404, 405) and not named and ("html" in words.split() or _PATH.search(words.strip())):
        return PathNotFound(f"{label} API not found at {access.base_url}. Check the URL{_tail(because)}")
    if status == 404 or (status in (None, 400, 403, 422) and _MODEL.search(words)):
        return ModelNotSupported(f"{label} doesn't have the model {model}{because}")
    return None


def _by_status(status: int | None, because: str, label: str) -> ProviderError:
    if status is None:
        return CompletionRequestError(f"{label} returned an error{because}")
    if status == 403:
        return CompletionRequestError(f"{label} denied access (403){because}")
    if status in (503, 529):
        return CompletionRequestError(f"{label} is overloaded ({status}){because}")
    if status in _TIMED_OUT:
        return CompletionRequestError(f"{label} timed out ({status}){because}")
    if status in (502, 520, 521, 522, 523):
        return CompletionRequestError(f"The gateway in front of {label} can't reach it ({status}){because}")
    if status >= 500:
        return CompletionRequestError(f"{label} returned status {status}{because}")
    return CompletionRequestError(f"{label} rejected the request ({status}){because}")


def _tail(because: str) -> str:
    return f" ({because[2:]})." if because.startswith(": ") else because


def _status(came_from: Sequence[BaseException]) -> int | None:
    """That of the provider's reply, as the library or what it is built on has it."""
    named = (getattr(each, name, None) for each in came_from for name in ("status_code", "code"))
    return next((status for status in named if isinstance(status, int)), None)


def redacted(text: str, access: Access) -> str:
    """Storable, without keys, and no longer than a message may be."""
    text = clean(text)
    if len(access.api_key) >= LEAST_KEY:
        for clothes in (access.api_key, quote(access.api_key, safe="")):
            text = text.replace(clothes, "…")
    cleaned = _KEYS.sub("…", text)
    return cleaned if len(cleaned) <= MOST_CHARACTERS else f"{cleaned[:MOST_CHARACTERS]}…"


def _said(error: Exception, deepest: BaseException) -> str:
    """The provider's own sentence, if there is one in its reply."""
    body = getattr(error, "body", None)
    while isinstance(body, dict):
        inner = cast(dict[str, Any], body)
        found = inner.get("message") or inner.get("detail")
        if isinstance(found, str):
            return found
        body = inner.get("error")
    return body if isinstance(body, str) else str(deepest) or type(deepest).__name__
