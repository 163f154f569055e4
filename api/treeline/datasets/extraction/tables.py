"""Tables as Markdown has them."""

from collections.abc import Iterable, Sequence
from io import StringIO

from treeline.kernel import csv_fields as csv

_DELIMITERS = ",;\t|"
# What a delimiter is guessed from.
_SAMPLE = 64 * 1024


def markdown_table(rows: Iterable[Sequence[str]]) -> str:
    """The first row is the header. Line breaks within cells are <br>, as there is nothing else for them."""
    rows = [[_cell(cell) for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    if not width:
        return ""
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _cell(text: str) -> str:
    text = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("|", "\\|").replace("\n", "<br>").replace("\u2028", " ")


def rows_of(text: str, tabs: bool = False) -> list[list[str]]:
    """Of a CSV, whatever separates its columns; empty rows are left out. Raises csv.Error."""
    reader = csv.reader(StringIO(text, newline=""), delimiter="\t" if tabs else _delimiter(text[:_SAMPLE]))
    return [row for row in reader if any(cell.strip() for cell in row)]


def _delimiter(sample: str) -> str:
    """What stands in each of the first lines, equally often if possible."""
    lines = [line for line in sample.split("\n")[:20] if line.strip()]

    def fitness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        common = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(common) if common else 0, common)

    return max(_DELIMITERS, key=fitness)
