"""Where a result stands: its document, page or heading, and exact range."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from treeline.datasets.external.search import link_of
from treeline.datasets.models import Segment
from treeline.datasets.retrieval.candidates import Found

QUOTE = 300  # characters


@dataclass(frozen=True, slots=True)
class Citation:
    """`start` to `end`: bytes of the document's extracted text; None for what was typed by hand. `quote`: how it
    begins; of a parent, the child that was found. `url` opens the range in the console; of an external one, it is what
    the service says, or empty.
    """

    document_id: UUID
    document: str
    folder: str
    page_from: int | None
    page_to: int | None
    heading: list[str]
    start: int | None
    end: int | None
    quote: str
    url: str


def cite(found: Found, console_url: str = "") -> Citation:
    """`console_url`: CONSOLE_WEB_URL; without it, the URL is a path."""
    first, last = found.segments[0], found.segments[-1]
    best = found.children[0].chunk if found.children else None
    start, end = _range(found.segments)
    if best and best.text_start is not None and best.text_end is not None:
        start, end = best.text_start, best.text_end
    place = {} if start is None or end is None else {"start": start, "end": end}
    query = urlencode({"segment": str(found.segment.id), **place})
    return Citation(
        document_id=found.document.id,
        document=found.document.name,
        folder=found.document.folder,
        page_from=first.page_from,
        page_to=last.page_to,
        heading=list(found.segment.heading),
        start=start,
        end=end,
        quote=_quote(best.content if best else found.content),
        url=_url(found, query, console_url),
    )


def _url(found: Found, query: str, console_url: str) -> str:
    if found.dataset.provider == "external":
        return link_of(found.document.fields)
    return f"{console_url.rstrip('/')}/datasets/{found.dataset.id}/documents/{found.document.id}?{query}"


def _range(segments: list[Segment]) -> tuple[int | None, int | None]:
    """Of all of them; none if one was typed by hand."""
    starts, ends = [each.text_start for each in segments], [each.text_end for each in segments]
    if any(each is None for each in (*starts, *ends)):
        return None, None
    return min(each for each in starts if each is not None), max(each for each in ends if each is not None)


def _quote(content: str) -> str:
    text = " ".join(content.split())
    return text if len(text) <= QUOTE else f"{text[: QUOTE - 1].rstrip()}…"
