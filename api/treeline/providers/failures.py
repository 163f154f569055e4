"""What goes wrong at a provider, as refusals that name it and say why, and never a key."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from treeline.kernel.errors import ApiError
from treeline.providers.errors import CompletionRequestError, ModelNotSupported, QuotaExceeded
from treeline.providers.kinds import KINDS, Access

MOST_CHARACTERS = 500
# What is shorter is no secret, and stands in words that are none.
LEAST_KEY = 8


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
    from pydantic_ai import exceptions as known

    from treeline.kernel.http import HttpError, NotReached, TookTooLong, causes, reason_of, refused_host

    if refused := reason_of(error):
        return CompletionRequestError(f"{label} at {access.base_url}: {refused}", refused_host(error))
    came_from = tuple(causes(error))
    status = _status(came_from)
    reason = redacted(_said(error, came_from[-1]), access)
    if isinstance(error, known.ModelQuotaExceededError | known.ModelRateLimitError) or status in (402, 429):
        return QuotaExceeded(f"{label} says that the quota is used up: {reason}")
    if isinstance(error, known.ModelAuthenticationError) or status in (401, 403):
        return CompletionRequestError(
            f"{label} refuses the API key ({status or 401}): check the provider's credentials."
        )
    if isinstance(error, known.ModelNotFoundError) or status == 404:
        return ModelNotSupported(f"{label} does not have the model {model}: {reason}")
    if status is not None and status >= 500:
        return CompletionRequestError(f"{label} answered with status {status}: {reason}")
    if any(isinstance(each, NotReached) for each in came_from):
        return CompletionRequestError(f"{label} cannot be reached at {access.base_url}: {reason}")
    if any(isinstance(each, TookTooLong) for each in came_from):
        return CompletionRequestError(f"{label} did not answer in time.")
    if any(isinstance(each, HttpError | known.ModelConnectionError) for each in came_from):
        return CompletionRequestError(f"{label} broke the connection off before its answer was complete: {reason}")
    shown = f"{label} refused the request ({status}): {reason}" if status else f"{label} failed: {reason}"
    return CompletionRequestError(shown)


def _status(came_from: Sequence[BaseException]) -> int | None:
    """That of the provider's reply, as the library or what it is built on has it."""
    named = (getattr(each, name, None) for each in came_from for name in ("status_code", "code"))
    return next((status for status in named if isinstance(status, int)), None)


def redacted(text: str, access: Access) -> str:
    """Without the key, and no longer than a message may be."""
    cleaned = text.replace(access.api_key, "…") if len(access.api_key) >= LEAST_KEY else text
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
