"""RSS 0.9x, 1.0, 2.0 and Atom as entries. XML without entities: what declares one is rejected, nothing is loaded."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.parsers import expat

from treeline.kernel.text import clean

MAX_DEPTH = 64
MAX_ENTRIES = 2000
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TAG = re.compile(r"<[^>]*>")
# By the name without its namespace: feeds mix them freely.
_ENTRIES, _FEEDS = {"item", "entry"}, {"rss", "rdf", "feed"}
_FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "id": "id",
    "description": "summary",
    "summary": "summary",
    "encoded": "content",
    "content": "content",
    "pubdate": "published",
    "published": "published",
    "updated": "updated",
    "date": "published",
    "author": "author",
    "creator": "author",
    "name": "author",
}


class FeedInvalid(ValueError):
    """Why this is no feed, as a sentence."""


@dataclass
class Entry:
    fields: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def key(self) -> str:
        """What tells it from the others: its id, or its link, or what it says."""
        of = self.fields
        return of.get("id") or of.get("link") or f"{of.get('title', '')}\n{of.get('published', '')}"

    @property
    def published_at(self) -> str:
        return iso_time(self.fields.get("published") or self.fields.get("updated") or "")

    @property
    def text(self) -> str:
        return plain(self.fields.get("content") or self.fields.get("summary") or "")


@dataclass(frozen=True)
class Feed:
    """`entries`: as the feed has them, which is mostly the newest first."""

    title: str
    entries: list[Entry]


def parse_feed(data: bytes) -> Feed:
    """Raises FeedInvalid."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(_characters(data), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "invalid")
        raise FeedInvalid(f"This is not valid XML: {reason} in line {error.lineno}.") from error
    if not reader.is_feed:
        raise FeedInvalid("This is XML, but neither an RSS nor an Atom feed.")
    return Feed(plain(reader.title), reader.entries)


def _refuse_entity(*_: object) -> None:
    raise FeedInvalid("The feed declares XML entities, which are not supported.")


def _characters(data: bytes) -> str:
    """Characters in the encoding that is declared, for the parser knows few. Raises FeedInvalid."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = _DECLARED.match(data)
    name = declared[1].decode() if declared else "utf-8"
    try:
        return data.decode(name, "replace")
    except LookupError as error:
        raise FeedInvalid(f"The feed's encoding, {name}, is not known.") from error


class _Reader:
    """Takes what an entry says, and the feed's title; everything else goes by."""

    def __init__(self) -> None:
        self.is_feed, self.title = False, ""
        self.entries: list[Entry] = []
        self._path: list[str] = []
        self._entry: Entry | None = None
        self._entry_depth = 0
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2].lower()
        if not self._path:
            self.is_feed = name in _FEEDS
        self._path.append(name)
        if len(self._path) > MAX_DEPTH:
            raise FeedInvalid(f"The feed's elements are more than {MAX_DEPTH} deep.")
        if self._entry is None and name in _ENTRIES and self.is_feed:
            if len(self.entries) == MAX_ENTRIES:
                raise FeedInvalid(f"The feed has more than {MAX_ENTRIES} entries.")
            self._entry, self._entry_depth = Entry(), len(self._path)
            self.entries.append(self._entry)
        # Text in marked-up content belongs to the field that it is in.
        if self._is_field():
            self._text = []
            if name == "link" and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
                self._keep("link", attributes["href"])

    def text(self, text: str) -> None:
        self._text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2].lower()
        if self._is_field():
            text = clean("".join(self._text)).strip()
            if self._entry is not None and name in _FIELDS and text:
                self._keep(_FIELDS[name], text)
            elif self._entry is None and name == "title" and not self.title:
                self.title = text
            self._text = []
        if self._entry is not None and len(self._path) == self._entry_depth:
            self._entry = None
        self._path.pop()

    def _is_field(self) -> bool:
        """A direct child of the entry or of the feed; the name of an author stands one deeper."""
        if self._entry is None:
            return len(self._path) <= 3
        depth = len(self._path) - self._entry_depth
        return depth == 1 or (depth == 2 and self._path[-2:] == ["author", "name"])

    def _keep(self, field_name: str, text: str) -> None:
        """The first counts: media extensions repeat names."""
        if self._entry is not None:
            self._entry.fields.setdefault(field_name, clean(text).strip())


def plain(text: str) -> str:
    """Without tags, and with the characters that HTML has names for."""
    from html import unescape

    return unescape(_TAG.sub("", text)).strip()


def iso_time(text: str) -> str:
    """In UTC; empty where it is no time that anybody writes."""
    readers: tuple[Callable[[str], datetime], ...] = (datetime.fromisoformat, parsedate_to_datetime)
    for read in readers:
        try:
            found = read(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        try:
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        except OverflowError:
            return ""
    return ""
