"""What an index of a text would take."""

from collections.abc import Sequence
from dataclasses import dataclass

from treeline.datasets.splitting.lengths import tokens
from treeline.datasets.splitting.pieces import Piece, indexed_text

PREVIEW = 10


@dataclass(frozen=True)
class Estimate:
    """`tokens`: of what would be embedded: children where there are any. `preview`: the first pieces."""

    total_segments: int
    tokens: int
    preview: tuple[Piece, ...]


def estimated(pieces: Sequence[Piece], preview: int = PREVIEW) -> Estimate:
    texts = (
        indexed_text(piece.heading, each.content, piece.answer)
        for piece in pieces
        for each in (piece.children or (piece,))
    )
    return Estimate(len(pieces), sum(map(tokens, texts)), tuple(pieces[:preview]))
