"""Vectors like those of a model: clusters of what is alike, of unit length."""

from uuid import UUID

import numpy as np

from treeline.datasets.stores.port import VectorRow
from treeline.kernel.ids import new_id, new_ids


def clusters(number: int, dims: int, seed: int = 7, spread: float = 0.6) -> np.ndarray:
    random = np.random.default_rng(seed)
    centres = random.standard_normal((max(1, number // 50), dims), np.float32)
    made = centres[random.integers(len(centres), size=number)] + spread * random.standard_normal(
        (number, dims), np.float32
    )
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)


def rows_of(vectors: np.ndarray, documents: int = 1) -> list[VectorRow]:
    """Documents of equal length, one after the other."""
    ids = new_ids()
    documents_ids = [new_id() for _ in range(documents)]
    each = -(-len(vectors) // documents)
    return [VectorRow(UUID(next(ids)), documents_ids[at // each], vector) for at, vector in enumerate(vectors)]


def exact(rows: list[VectorRow], query: np.ndarray, k: int) -> list[UUID]:
    """The ids of the k nearest, computed here."""
    kept, asked = np.stack([row.vector for row in rows]).astype(np.float32), query.astype(np.float32)
    cosines = kept @ asked / (np.linalg.norm(kept, axis=1) * np.linalg.norm(asked))
    return [rows[at].id for at in np.argsort(-cosines)[:k]]


def like(rows: list[VectorRow], number: int) -> list[np.ndarray]:
    """Queries: something near to rows here and there."""
    random = np.random.default_rng(3)
    chosen = np.stack([row.vector for row in rows])[random.choice(len(rows), number)].astype(np.float32)
    near = 0.5 * random.standard_normal(chosen.shape, np.float32) / np.sqrt(chosen.shape[1])
    return list((chosen + near).astype(np.float16))
