"""What people changed by hand stays when a document is split again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from treeline.datasets.splitting.pieces import Piece


@dataclass(frozen=True)
class Edited:
    """A segment that somebody wrote or changed. `source`: the text that it was made of; None for what was typed."""

    id: UUID
    piece: Piece
    source: str | None


@dataclass(frozen=True)
class Placed:
    """A segment to be. `edited`: by hand, and which segment it was. Without a place in the text: its start is None."""

    piece: Piece
    start: int | None
    end: int | None
    edited: UUID | None = None


def with_edits(pieces: Sequence[Piece], edited: Sequence[Edited], text: str) -> list[Placed]:
    """The pieces of a text, and in their order what was edited, in the place of what it was made of.

    Where the text under an edit has changed, the edit has no place in it any more, and stands at the end.
    """
    placed, homeless = list[Placed](), list[Placed]()
    found = 0
    for each in edited:
        start = text.find(each.source, found) if each.source else -1
        if start < 0 and each.source:
            start = text.find(each.source)
        if start < 0 or each.source is None:
            homeless.append(Placed(each.piece, None, None, each.id))
            continue
        end = start + len(each.source)
        found = end
        placed.append(Placed(replace(each.piece, start=start, end=end), start, end, each.id))
    taken = [(each.start, each.end) for each in placed if each.start is not None and each.end is not None]
    kept = [
        Placed(piece, piece.start, piece.end)
        for piece in pieces
        if not any(start <= piece.start and piece.end <= end for start, end in taken)
    ]
    in_order = sorted([*kept, *placed], key=lambda each: (each.start or 0, each.end or 0))
    return [*in_order, *homeless]
