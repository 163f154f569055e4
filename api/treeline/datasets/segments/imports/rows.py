"""Segments out of a table: one a row."""

from collections.abc import Sequence
from io import StringIO
from pathlib import PurePosixPath

from pydantic import ValidationError

from treeline.datasets.extraction.decoding import decoded
from treeline.datasets.extraction.errors import UnsupportedFormat
from treeline.datasets.segments.schemas import SegmentIn
from treeline.kernel import csv_fields as csv
from treeline.kernel.errors import InvalidInput

MAX_ROWS = 5_000
_PATH = "upload_file_id"
_SEPARATORS = ",;\t"
# As templates call their columns.
_CONTENT = {"content", "segment content", "segment", "text", "question", "分段内容", "内容", "问题", "問題"}
_ANSWER = {"answer", "答案", "回答"}


def segments_in(name: str, data: bytes, *, with_answers: bool) -> list[SegmentIn]:
    """By the names of the columns, else content and answer in this order. Blank rows are left out.

    Raises UnsupportedFormat; InvalidInput, which names the row.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in (".csv", ".tsv"):
        raise UnsupportedFormat(f"{name} is not a CSV file. Save it as CSV or TSV.")
    rows = _rows(decoded(name, data).text, tabs=suffix == ".tsv")
    content, answer, first = _columns(rows[0][1] if rows else [])
    wanted = [(number, _cell(row, content), _cell(row, answer)) for number, row in rows[first:]]
    if not wanted:
        raise InvalidInput.at(_PATH, "import_empty", f"{name} has no rows with content.")
    if len(wanted) > MAX_ROWS:
        told = f"{name} has {len(wanted):,} rows; at most {MAX_ROWS:,} can be imported at once."
        raise InvalidInput.at(_PATH, "too_long", told, max_length=MAX_ROWS)
    return [_segment(*each, with_answers=with_answers) for each in wanted]


def _rows(text: str, *, tabs: bool) -> list[tuple[int, list[str]]]:
    """With their numbers, as people count them."""
    header = text.lstrip("\n").partition("\n")[0]
    separator = "\t" if tabs else next((each for each in _SEPARATORS if each in header), ",")
    found = enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator), 1)
    return [(number, row) for number, row in found if any(cell.strip() for cell in row)]


def _columns(header: Sequence[str]) -> tuple[int, int, int]:
    """Where content and answer stand, and which row is the first with some."""
    names = [each.strip().casefold() for each in header]
    content = next((at for at, name in enumerate(names) if name in _CONTENT), None)
    if content is None:
        return 0, 1, 0
    answer = next((at for at, name in enumerate(names) if name in _ANSWER), content + 1)
    return content, answer, 1


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _segment(number: int, content: str, answer: str, *, with_answers: bool) -> SegmentIn:
    if with_answers and not answer:
        raise InvalidInput.at(_PATH, "import_answer", f"row {number} needs an answer.", row=number)
    try:
        return SegmentIn(content=content, answer=answer if with_answers else None)
    except ValidationError as error:
        told = f"row {number} needs content of 1 to 40,000 characters."
        raise InvalidInput.at(_PATH, "import_content", told, row=number) from error
