"""Documents that have pages, from the parts that were read of them: one text, and its blocks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from treeline.datasets.extraction.document import Block, BlockKind
from treeline.datasets.extraction.tables import markdown_table
from treeline.kernel.text import clean

# In PDFs the size of letters makes a heading: where so many of the blocks are, they are lines of an invoice.
MOST_HEADINGS = 0.4
FEW_HEADINGS = 3
# Of the characters of a page, how many its nodes may lack: numbers of pages, lines over and under them.
LOST = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


def rendered(parts: Iterable[Part]) -> tuple[str, tuple[Block, ...]]:
    texts, blocks, at, before = list[str](), list[Block](), 0, None
    for part in parts:
        text = _shown(part)
        if not text:
            continue
        between = "" if before is None else "\n" if before == part.kind == "list" else "\n\n"
        start = at + len(between)
        at, before = start + len(text), part.kind
        texts += (between, text)
        blocks.append(Block(part.kind, start, at, part.level, part.page))
    return "".join(texts), tuple(blocks)


def _shown(part: Part) -> str:
    text = plain(part.text)
    match part.kind:
        case "heading":
            return f"{'#' * part.level} {' '.join(text.split())}" if text else ""
        case "list":
            return f"- {text}" if text else ""
        case "code":
            return f"```\n{text}\n```" if text else ""
    return text


def plain(text: str) -> str:
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def pdf(reply: dict[str, Any]) -> Iterator[Part]:
    """Page by page: as its tables were found in it, else its nodes, else its text, where the nodes lack some of it."""
    pages: list[str] = reply["pages"]
    by_page: dict[int, list[Part]] = {}
    for part in without_false_headings(parts_of(reply["nodes"])):
        by_page.setdefault(part.page or 1, []).append(part)
    for number, text in enumerate(pages, 1):
        own, found = by_page.get(number, []), reply["tables"].get(str(number))
        if found:
            yield from _with_tables(found, own, number)
        elif _lack(own, text):
            yield from _paragraphs(text, own, number)
        else:
            yield from own


def parts_of(nodes: Sequence[Sequence[Any]]) -> list[Part]:
    """Those that name no page stand on that of the one before."""
    found, page = list[Part](), None
    for kind, level, own, content in nodes:
        page = own or page
        text = content if isinstance(content, str) else markdown_table(content)
        found.append(Part(kind, text, min(max(level, 1), 6) if kind == "heading" else 0, page))
    return found


def without_false_headings(parts: list[Part]) -> list[Part]:
    if sum(part.kind == "heading" for part in parts) <= max(FEW_HEADINGS, MOST_HEADINGS * len(parts)):
        return parts
    return [replace(part, kind="paragraph", level=0) if part.kind == "heading" else part for part in parts]


def _lack(parts: list[Part], text: str) -> bool:
    return _size(part.text for part in parts) < (1 - LOST) * _size([text])


def _size(texts: Iterable[str]) -> int:
    return sum(len("".join(text.split())) for text in texts)


def _with_tables(found: list[Any], own: list[Part], page: int) -> Iterator[Part]:
    for each in found:
        if isinstance(each, str):
            yield from _paragraphs(each, own, page)
        else:
            yield Part("table", markdown_table(each), page=page)


def _paragraphs(text: str, own: list[Part], page: int) -> Iterator[Part]:
    """Between blank lines; a line is a heading if a node of the page says so."""
    levels = {line: part.level for part in own if part.kind == "heading" for line in _lines(part.text)}
    lines = list[str]()
    for line in [*_lines(text), ""]:
        if lines and (not line or line in levels):
            yield Part("paragraph", "\n".join(lines), page=page)
            lines = []
        if line in levels:
            yield Part("heading", line, levels[line], page)
        elif line:
            lines.append(line)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in plain(text).split("\n")]


def slides(reply: dict[str, Any]) -> list[Part]:
    """Nodes name no slide: each stands where its first character is among those of all slides."""
    parts, texts = [replace(part, page=None) for part in parts_of(reply["nodes"])], reply["pages"]
    nodes = [_size(_flat(content)) for *_, content in reply["nodes"]]
    ends = list(accumulate(_size([text]) for text in texts))
    if not ends or sum(nodes) != ends[-1]:
        return parts
    found, slide = list[Part](), 0
    for part, at in zip(parts, accumulate(nodes, initial=0), strict=False):
        while slide + 1 < len(ends) and at >= ends[slide]:
            slide += 1
        found.append(replace(part, page=slide + 1))
    return found


def _flat(content: Any) -> list[str]:
    return [content] if isinstance(content, str) else [cell for row in content for cell in row]


def sheets(reply: dict[str, Any]) -> list[Part]:
    """The name of a sheet stands over its table, which has its number."""
    found, page = list[Part](), None
    for part in reversed(parts_of([[kind, level, own, content] for kind, level, own, content in reply["nodes"]])):
        page = part.page if part.kind == "table" else page
        found.append(replace(part, page=page))
    return found[::-1]


PAGED = {"pdf": pdf, "pptx": slides, "xlsx": sheets, "xls": sheets}
