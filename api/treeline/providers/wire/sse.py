"""Server-sent events according to the HTML standard: https://html.spec.whatwg.org/multipage/server-sent-events.html

The libraries' own readers differ from it and from each other: in byte order marks, line ends, events without data and
bytes that are no UTF-8.
"""

import codecs
import re
from dataclasses import dataclass

_LINE_END = re.compile("\r\n|\n|\r")


@dataclass(frozen=True)
class Event:
    data: str
    # Empty: none was named.
    name: str = ""


class EventStream:
    """Bytes in, in pieces cut anywhere; events out. Ids and retry times are left out: no one connects again."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun = False
        self._skips_newline = False
        # The line that is not over yet.
        self._line: list[str] = []
        self._name = ""
        self._data: list[str] = []
        # Whether there was any data, and the first line that belongs to no event stream.
        self.has_data, self.odd = False, ""

    def feed(self, data: bytes) -> list[Event]:
        text = self._decoder.decode(data)
        if text and not self._begun:
            self._begun = True
            text = text.removeprefix("\ufeff")
        if text and self._skips_newline:
            self._skips_newline = False
            text = text.removeprefix("\n")
        # A newline that follows in the next piece belongs to this end of the line.
        self._skips_newline = self._skips_newline or text.endswith("\r")
        *lines, rest = _LINE_END.split(text)
        events: list[Event] = []
        for line in lines:
            self._line.append(line)
            whole, self._line = "".join(self._line), []
            if event := self._take(whole):
                events.append(event)
        if rest:
            self._line.append(rest)
        return events

    def rest(self) -> Event | None:
        """What came of an event whose end did not. The standard drops it; who reads on decides whether it is whole."""
        self._line.append(self._decoder.decode(b"", final=True))
        whole, self._line = "".join(self._line), []
        if whole:
            self._take(whole)
        return self._take("")

    def _take(self, line: str) -> Event | None:
        if not line:
            event = Event("\n".join(self._data), self._name) if self._data else None
            self._name, self._data = "", []
            return event
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self.has_data = True
            self._data.append(value)
        elif field == "event":
            self._name = value
        elif field not in ("", "id", "retry"):
            self.odd = self.odd or line
        return None
