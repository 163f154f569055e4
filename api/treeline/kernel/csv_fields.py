"""CSV whose fields may be as long as its text, which is bounded before it is read; and lines for spreadsheets.

The standard library has one limit for the fields of all readers of a process: it is set once, here.
"""

import csv
import io
from collections.abc import Iterable

csv.field_size_limit(2**31 - 1)

Error, DictReader, reader = csv.Error, csv.DictReader, csv.reader

# What spreadsheets take for the beginning of a formula; full-width forms are read as their plain ones by some.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def line(fields: Iterable[str]) -> str:
    """A line of CSV that a spreadsheet shows and does not run: what would be a formula has an apostrophe in front."""
    written = io.StringIO()
    csv.writer(written).writerow([f"'{each}" if each.startswith(_FORMULAS) else each for each in fields])
    return written.getvalue()
