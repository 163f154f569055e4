"""Tables of PDFs, in the child process: from their rules, or from columns of short texts. Imports nothing of ours."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any

PAGES = 50
PAGE_SECONDS = 0.5
OPEN_SECONDS = 5.0
# Fewer lines frame a heading or a picture.
RULES = 4
# A table without rules: so many lines, one below the other, of so many columns of texts of at most such a length.
ROWS = 3
COLUMNS = 3
CELL_CHARACTERS = 30
# Of the height of a line: what separates two columns, and how far two lines of a table may be apart.
GAP = 1.2
LEADING = 3.0
# Of the characters of a page.
WHOLE = 0.98

Row = list[str]
# (left, top, right, bottom) on the page, and the cells.
Found = tuple[float, float, float, float, list[Row]]


class _Slow(Exception):
    pass


def tables(data: bytes) -> dict[int, list[str | list[Row]]]:
    """Of each page with tables, all that it has from top to bottom: texts and tables.

    A file or page that cannot be looked at in this way, or not in time, stays as it was read.
    """
    found: dict[int, list[str | list[Row]]] = {}
    with suppress(Exception):
        pages = _candidates(data)
        if not pages:
            return {}
        import pdfplumber

        with _within(OPEN_SECONDS):
            pdf = pdfplumber.open(BytesIO(data))
            _ = pdf.pages
        for number in pages:
            page = pdf.pages[number - 1]
            with suppress(Exception), _within(PAGE_SECONDS):
                parts = _parts(page)
                if any(isinstance(part, list) for part in parts):
                    found[number] = parts
            with suppress(Exception):
                page.close()
    return found


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def end(*_: object) -> None:
        raise _Slow

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _candidates(data: bytes) -> list[int]:
    """The pages with rules or columns, as a fast reader sees them."""
    import pypdfium2
    import pypdfium2.raw as raw

    found: list[int] = []
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        if len(found) >= PAGES:
            break
        page = document[number]
        paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2)
        if sum(1 for _, _ in zip(paths, range(RULES), strict=False)) >= RULES or _has_columns(page):
            found.append(number + 1)
        page.close()
    document.close()
    return found


def _has_columns(page: Any) -> bool:
    """Whether there are lines with several texts apart."""
    text = page.get_textpage()
    lines: dict[int, list[tuple[float, float]]] = {}
    for number in range(min(text.count_rects(), 5000)):
        left, bottom, right, top = text.get_rect(number)
        lines.setdefault(round((bottom + top) / 2 / 4), []).append((left, right))
    text.close()
    return sum(len(rects) >= COLUMNS for rects in lines.values()) >= ROWS


def _parts(page: Any) -> list[str | list[Row]]:
    found = _ruled(page)
    for each in _columns(page):
        if not any(each[1] < box[3] and box[1] < each[3] for *box, _ in found):
            found.append(each)
    parts: list[str | list[Row]] = []
    at = float("-inf")
    for left, top, right, bottom, cells in sorted(found, key=lambda each: each[1]):
        parts += _text(page, at, top)
        # What stands beside it.
        parts += _text(page, top, bottom, (left, right))
        parts.append(cells)
        at = bottom
    parts += _text(page, at, float("inf"))
    return parts if is_whole(page, parts) else []


def is_whole(page: Any, parts: list[str | list[Row]]) -> bool:
    """Whether almost all characters of the page are in them."""
    there = sum(not char["text"].isspace() for char in page.chars)
    texts = [part if isinstance(part, str) else "".join(cell for row in part for cell in row) for part in parts]
    return sum(len("".join(text.split())) for text in texts) >= WHOLE * there


def _ruled(page: Any) -> list[Found]:
    found: list[Found] = []
    if len(page.lines) + len(page.rects) + len(page.curves) < RULES:
        return found
    for table in page.find_tables():
        cells = [[(cell or "").strip() for cell in row] for row in table.extract()]
        cells = [row for row in cells if any(row)]
        filled = sum(bool(cell) for row in cells for cell in row)
        # A frame around a text is no table.
        if len(cells) >= 2 and max(map(len, cells)) >= 2 and filled * 3 >= sum(map(len, cells)):
            left, top, right, bottom = table.bbox
            if not any(top < box[3] and box[1] < bottom for *box, _ in found):
                found.append((left, top, right, bottom, cells))
    return found


def _columns(page: Any) -> Iterator[Found]:
    """Runs of lines that are made of the same columns."""
    run: list[list[Any]] = []
    for line in [*_lines(page), []]:
        if run and not (len(line) == len(run[-1]) and _below(run[-1], line)):
            if len(run) >= ROWS:
                top, bottom = min(word["top"] for word in run[0]), max(word["bottom"] for word in run[-1])
                cells = [[word["text"] for word in row] for row in run]
                yield float("-inf"), top, float("inf"), bottom, cells
            run = []
        if len(line) >= COLUMNS and all(len(word["text"]) <= CELL_CHARACTERS for word in line):
            run.append(line)


def _lines(page: Any) -> Iterator[list[Any]]:
    """Each as the texts that stand apart in it."""
    words = page.extract_words(keep_blank_chars=True, x_tolerance_ratio=0.6, use_text_flow=False)
    line: list[Any] = []
    for word in sorted(words, key=lambda word: (round(word["bottom"]), word["x0"])):
        if line and abs(word["bottom"] - line[0]["bottom"]) > 2:
            yield line
            line = []
        gap = word["x0"] - line[-1]["x1"] if line else 0
        if line and gap < GAP * (word["bottom"] - word["top"]):
            line[-1] = {**line[-1], "text": f"{line[-1]['text']} {word['text']}", "x1": word["x1"]}
        else:
            line.append(word)
    if line:
        yield line


def _below(above: list[Any], line: list[Any]) -> bool:
    """Close under it, and each of its texts under the one of the same column."""
    height = line[0]["bottom"] - line[0]["top"]
    if line[0]["top"] - above[0]["bottom"] > LEADING * height:
        return False
    pairs = zip(above, line, strict=True)
    return all(word["x0"] < over["x1"] + height and over["x0"] < word["x1"] + height for over, word in pairs)


def _text(page: Any, top: float, bottom: float, but: tuple[float, float] = (0, 0)) -> list[str]:
    """What stands between two heights, line by line, except between these sides."""

    def is_there(thing: Any) -> bool:
        across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return top <= down < bottom and not but[0] <= across < but[1]

    text = (page.filter(is_there).extract_text() or "").strip()
    return [text] if text else []
