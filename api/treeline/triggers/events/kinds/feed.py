"""RSS and Atom feeds: an event for each new entry."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from treeline.kernel.addresses import checked_address
from treeline.kernel.settings import KernelSettings
from treeline.kernel.validation import invalid
from treeline.triggers.events.kinds.asking import Answer, ask, refused
from treeline.triggers.events.kinds.feed_xml import Entry, Feed, FeedInvalid, parse_feed
from treeline.triggers.events.kinds.kind import Found, Look, LookFailed, Polled, Source, news, shortened

ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, */*"


class FeedSource(Source):
    kind: Literal["feed"] = "feed"
    url: str = Field(max_length=2000)

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        try:
            return checked_address(url)
        except ValueError as error:
            raise invalid("address", "{reason}", reason=str(error)) from error


class FeedKind(Polled[FeedSource]):
    name: ClassVar[str] = "feed"
    events: ClassVar[tuple[str, ...]] = ("entry",)
    source = FeedSource

    def look(self, source: FeedSource, cursor: Mapping[str, Any] | None, settings: KernelSettings) -> Look:
        answer = ask(source.url, {"Accept": ACCEPT, **_conditions(cursor)}, settings)
        if answer.status == 304:
            return Look()
        if answer.status != 200:
            raise refused(answer, "The server")
        try:
            feed = parse_feed(answer.body)
        except FeedInvalid as error:
            raise LookFailed(str(error)) from error
        # By key: a feed may have an entry twice.
        entries = {_key(each): each for each in reversed(feed.entries)}
        return news([_found(feed, key, each) for key, each in entries.items()], cursor, _marks(answer))


def _found(feed: Feed, key: str, entry: Entry) -> Found:
    told = {
        "id": entry.fields.get("id", ""),
        "title": entry.fields.get("title", ""),
        "link": entry.fields.get("link", ""),
        "author": entry.fields.get("author", ""),
        "published_at": entry.published_at,
        "summary": entry.text,
        "feed": feed.title,
    }
    return Found("entry", key, {name: shortened(value) for name, value in told.items()})


def _key(entry: Entry) -> str:
    return hashlib.blake2b(entry.key.encode(), digest_size=12).hexdigest()


def _marks(answer: Answer) -> dict[str, str]:
    named = {"etag": "etag", "last-modified": "modified"}
    return {name: answer.headers[header][:500] for header, name in named.items() if header in answer.headers}


def _conditions(cursor: Mapping[str, Any] | None) -> dict[str, str]:
    named = {"etag": "If-None-Match", "modified": "If-Modified-Since"}
    return {header: str(cursor[name]) for name, header in named.items() if cursor and name in cursor}
