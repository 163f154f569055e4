"""Parents that are answered, with children that are searched."""

from collections.abc import Iterator

from treeline.datasets.splitting.automatic import structured
from treeline.datasets.splitting.custom import spans
from treeline.datasets.splitting.lengths import UNITS
from treeline.datasets.splitting.pieces import Piece, Rules
from treeline.datasets.splitting.source import Source, Span

FULL_DOC_TOKENS = 10_000


def families(source: Source, rules: Rules) -> Iterator[Piece]:
    for parent in _parents(source, rules):
        children = spans(source, parent.start, parent.end, rules.child_cut)
        yield source.piece(parent, tuple(source.child(each) for each in children))


def _parents(source: Source, rules: Rules) -> Iterator[Span]:
    """With `full-doc`, a document that is longer has several."""
    start, end = source.trimmed(0, len(source.text))
    if rules.parent_mode == "paragraph":
        yield from spans(source, start, end, rules.cut)
    elif source.measure.units(start, end) > FULL_DOC_TOKENS * UNITS:
        yield from structured(source, start, end, FULL_DOC_TOKENS)
    elif end > start:
        yield Span(start, end)
