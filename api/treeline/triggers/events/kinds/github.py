"""What happens in a GitHub repository, from its events API: no public address is needed."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from treeline.kernel.addresses import checked_address
from treeline.kernel.settings import KernelSettings
from treeline.kernel.text import clean
from treeline.kernel.validation import invalid
from treeline.triggers.events.kinds.asking import LONGEST_WAIT, Answer, ask, wait_of
from treeline.triggers.events.kinds.kind import Found, Look, LookFailed, Polled, Source, news

GITHUB = "https://api.github.com"
PAGE, PAGES = 100, 3
# As GitHub's API names them, and as its webhooks do.
EVENTS = {
    "PushEvent": "push",
    "PullRequestEvent": "pull_request",
    "PullRequestReviewEvent": "pull_request_review",
    "PullRequestReviewCommentEvent": "pull_request_review_comment",
    "IssuesEvent": "issues",
    "IssueCommentEvent": "issue_comment",
    "ReleaseEvent": "release",
    "CreateEvent": "create",
    "DeleteEvent": "delete",
    "ForkEvent": "fork",
    "WatchEvent": "star",
    "CommitCommentEvent": "commit_comment",
    "GollumEvent": "wiki",
    "MemberEvent": "member",
    "PublicEvent": "public",
    "DiscussionEvent": "discussion",
}


class GithubSource(Source):
    """`token`: for private repositories, and for more than 60 requests an hour."""

    secrets: ClassVar[tuple[str, ...]] = ("token",)
    kind: Literal["github"] = "github"
    repository: str = Field(max_length=200, pattern=r"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$")
    token: str = Field("", max_length=500, repr=False)
    api_url: str = Field(GITHUB, max_length=2000, description="Of GitHub Enterprise: https://HOST/api/v3.")

    @field_validator("api_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        try:
            return checked_address(url).rstrip("/")
        except ValueError as error:
            raise invalid("address", "{reason}", reason=str(error)) from error

    @field_validator("token")
    @classmethod
    def _fits_a_header(cls, token: str) -> str:
        if not (token.isprintable() and token.isascii()):
            raise invalid("line_ascii", "must contain only ASCII characters", field="token")
        return token.strip()

    @property
    def place(self) -> tuple[Any, ...]:
        return (self.api_url,)


class GithubKind(Polled[GithubSource]):
    name: ClassVar[str] = "github"
    events: ClassVar[tuple[str, ...]] = tuple(EVENTS.values())
    source = GithubSource

    def look(self, source: GithubSource, cursor: Mapping[str, Any] | None, settings: KernelSettings) -> Look:
        rows, answer = _newest(source, cursor, settings)
        wait = float(_number(answer.headers.get("x-poll-interval")))
        if rows is None:
            return Look(wait=wait)
        mark = {"etag": answer.headers["etag"][:500]} if "etag" in answer.headers else {}
        events = {str(each["id"]): each for each in reversed(rows)}
        return news([_found(key, each) for key, each in events.items()], cursor, mark, wait)


def _newest(
    source: GithubSource, cursor: Mapping[str, Any] | None, settings: KernelSettings
) -> tuple[list[dict[str, Any]] | None, Answer]:
    """Events, the newest first, back to one that is known; None if nothing has changed. And the first answer."""
    first, rows = None, list[dict[str, Any]]()
    for page in range(1, PAGES + 1):
        conditions = {"If-None-Match": cursor["etag"]} if cursor and "etag" in cursor and page == 1 else {}
        url = f"{source.api_url}/repos/{source.repository}/events?per_page={PAGE}&page={page}"
        answer = ask(url, _headers(source) | conditions, settings)
        first = first or answer
        if answer.status == 304:
            return None, first
        _require_success(source, answer)
        found = read_events(answer.body)
        rows += found
        if cursor is None or len(found) < PAGE or {str(each["id"]) for each in found} & set(cursor.get("seen", ())):
            break
    assert first is not None  # noqa: S101  there is at least one page
    return rows, first


def read_events(body: bytes) -> list[dict[str, Any]]:
    """Raises LookFailed for what GitHub would not say."""
    try:
        rows = json.loads(body)
    except ValueError as error:
        raise LookFailed("GitHub returned no JSON. Check the API URL.") from error
    if not isinstance(rows, list):
        raise LookFailed("GitHub returned no list of events. Check the API URL.")
    return [each for each in rows if isinstance(each, dict) and each.get("id") and isinstance(each.get("type"), str)]


def _found(key: str, row: Mapping[str, Any]) -> Found:
    kind: str = row["type"]
    name = EVENTS.get(kind) or kind.removesuffix("Event").lower()
    payload = row.get("payload")
    told = {
        "action": _text(payload, "action"),
        "repository": _text(row.get("repo"), "name"),
        "sender": _text(row.get("actor"), "login"),
        "created_at": _text(row, "created_at"),
        "payload": payload if isinstance(payload, dict) else {},
    }
    return Found(name, key, clean(told))


def _text(whole: Any, name: str) -> str:
    value = whole.get(name) if isinstance(whole, dict) else None
    return value if isinstance(value, str) else ""


def _headers(source: GithubSource) -> dict[str, str]:
    always = {"Accept": "application/vnd.github+json", "User-Agent": "Treeline", "X-GitHub-Api-Version": "2022-11-28"}
    return always | ({"Authorization": f"Bearer {source.token}"} if source.token else {})


def _require_success(source: GithubSource, answer: Answer) -> None:
    """Raises LookFailed."""
    if answer.status == 200:
        return
    if answer.status == 401:
        raise LookFailed("GitHub rejected the token. Enter a valid one.")
    if answer.status == 404:
        hint = "the token needs read access to it" if source.token else "a private one needs a token"
        raise LookFailed(f"GitHub doesn't know {source.repository}. Check the name; {hint}.")
    if answer.status in (403, 429):
        wait = max(wait_of(answer), _until(answer))
        hint = "" if source.token else " With a token there are more requests per hour."
        raise LookFailed(f"GitHub's rate limit is reached, or access is denied ({answer.status}).{hint}", wait)
    raise LookFailed(f"GitHub returned {answer.status}.", wait_of(answer))


def _until(answer: Answer) -> float:
    """Seconds to the end of the current hour of GitHub, by its own clock, if its requests are used up."""
    from email.utils import parsedate_to_datetime

    if answer.headers.get("x-ratelimit-remaining") != "0":
        return 0
    try:
        here = parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
    except (ValueError, TypeError):
        return 0
    return min(max(0.0, _number(answer.headers.get("x-ratelimit-reset")) - here), LONGEST_WAIT)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0
