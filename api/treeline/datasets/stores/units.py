"""Vectors as stores keep them that search by cosine: of unit length. The length is kept beside, so that a vector can be
taken out as it was written, bit by bit, whatever the store has made of its direction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from treeline.datasets.stores import binary

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class UnitVector:
    direction: list[float]
    length: float


def units_of(vectors: "Sequence[np.ndarray]", dims: int) -> list[UnitVector]:
    """`InvalidEmbedding` if one of them is no vector of so many numbers."""
    import numpy as np

    exact = binary.as_vectors(vectors, dims).astype(np.float64)
    lengths = np.linalg.norm(exact, axis=1)
    directions = (exact / lengths[:, None]).astype(np.float32)
    return [
        UnitVector(direction.tolist(), float(length)) for direction, length in zip(directions, lengths, strict=True)
    ]


def vector_of(direction: Sequence[float], length: float) -> "np.ndarray":
    """float16, as it was written."""
    import numpy as np

    kept = np.asarray(direction, np.float64)
    return (kept * (length / np.linalg.norm(kept))).astype(np.float16)
