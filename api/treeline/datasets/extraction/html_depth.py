"""HTML that is nested deeper than the library reads, in the child process. Imports nothing of ours.

What lies more than about 60 elements deep it leaves out without a word. Boxes that only lay out a page (`div` and the
like) are taken away below a certain depth; whatever is deep even so is said.
"""

import re
from collections import Counter
from html.parser import HTMLParser

# Of elements, with room for those that the library adds.
MOST = 55
# How deep boxes stay.
BOXES = 20
_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*?(/?)>")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_BLOCKS = frozenset(
    (
        *("div", "section", "article", "main", "header", "footer", "aside", "nav", "center", "form", "fieldset"),
        *("figure", "details", "address", "hgroup", "search"),
    )
)
_INLINE = frozenset(("span", "font", "label", "small", "big", "u", "ins", "bdi", "bdo", "abbr", "time", "data", "mark"))
# What ends where another begins, without saying so.
_ENDS = {
    "p": ("p",),
    "li": ("li", "p"),
    "dt": ("dt", "dd", "p"),
    "dd": ("dt", "dd", "p"),
    "tr": ("tr", "td", "th", "p"),
    "td": ("td", "th", "p"),
    "th": ("td", "th", "p"),
    "option": ("option",),
}
# In the place of a box: its content stays a paragraph of its own.
_BREAK = "<p></p>"


class TooDeep(Exception):
    """Elements that are no boxes are nested deeper than can be read."""


def shallow(data: bytes) -> bytes:
    """The same text less deep; as it came where it is not deep. Raises TooDeep."""
    if _depth(data) <= MOST:
        return data
    flat = _Flat()
    # Bytes of any encoding that has ASCII in it come back as they were.
    flat.feed(data.decode("utf-8", "surrogateescape"))
    flat.close()
    return "".join(flat.out).encode("utf-8", "surrogateescape")


def _depth(data: bytes) -> int:
    """At least what it is: elements that end without saying so seem to go on."""
    depth = most = 0
    for closes, name, itself in _TAG.findall(data):
        if closes:
            depth -= 1
        elif not itself and name.lower().decode() not in _VOID:
            depth += 1
            most = max(most, depth)
    return most


class _Flat(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        # Names of what is open, and what is written at its end.
        self._open: list[tuple[str, str]] = []
        self._names: Counter[str] = Counter()
        self._kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if tag in _VOID:
            self.out.append(text)
            return
        while self._open and self._open[-1][0] in _ENDS.get(tag, ()):
            self._end()
        is_block = tag in _BLOCKS or "-" in tag
        if len(self._open) >= BOXES and (is_block or tag in _INLINE):
            mark = _BREAK if is_block else ""
            self.out.append(mark)
            self._begin(tag, mark)
            return
        self._kept += 1
        if self._kept > MOST:
            raise TooDeep(f"<{tag}> is more than {MOST} elements deep")
        self.out.append(text)
        self._begin(tag, f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML knows no elements that close themselves but for the void ones.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self._names[tag]:
            if self._end() == tag:
                break

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def _begin(self, tag: str, end: str) -> None:
        self._open.append((tag, end))
        self._names[tag] += 1

    def _end(self) -> str:
        tag, end = self._open.pop()
        self._names[tag] -= 1
        self._kept -= end.startswith("</")
        self.out.append(end)
        return tag
