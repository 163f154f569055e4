"""Vectors between numpy and PostgreSQL in COPY's binary form, of which all rows of an index are of one length.

By it 25,000 to 40,000 vectors a second are written; as text, 1,400.
"""

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from treeline.datasets.stores.errors import InvalidEmbedding
from treeline.datasets.stores.port import VectorRow

if TYPE_CHECKING:
    import numpy as np

MAX_DIMS = 16_000  # of halfvec

_HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TAIL = struct.pack(">h", -1)
_PIECE_ROWS = 1000


def as_vectors(vectors: Sequence["np.ndarray"], dims: int) -> "np.ndarray":
    """All of them as one array of float16, or `InvalidEmbedding`, which names the first that is none."""
    import numpy as np

    for number, each in enumerate(vectors, 1):
        if each.shape != (dims,):
            shape = " x ".join(map(str, each.shape))
            raise InvalidEmbedding(f"Vector {number} has {shape} dimensions; this index takes {dims}.")
    if not len(vectors):
        return np.empty((0, dims), np.float16)
    with np.errstate(over="ignore"):
        made = np.stack(vectors).astype(np.float16)
    wrong = np.flatnonzero(~np.isfinite(made).all(axis=1) | ~made.any(axis=1))
    if len(wrong):
        raise InvalidEmbedding(
            f"Vector {wrong[0] + 1} is not valid: each number must be finite and fit 16 bits, and one must not be zero."
        )
    return made


def as_text(vector: "np.ndarray") -> str:
    """One vector as PostgreSQL reads it."""
    return f"[{','.join(map(repr, vector.tolist()))}]"


def from_binary(sent: Any) -> "np.ndarray":
    """What `halfvec_send` makes of a vector: two numbers of 16 bits, then its own."""
    import numpy as np

    return np.frombuffer(sent, ">f2", offset=4).astype(np.float16)


class CopyFile:
    """A file to read from, as COPY wants it, over rows that are made while it is sent."""

    def __init__(self, rows: "np.ndarray"):
        self._parts = iter([_HEAD, *_pieces(rows), _TAIL])
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (part := next(self._parts, None)) is not None:
            self._rest += part if isinstance(part, bytes) else part.tobytes()
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def _pieces(rows: "np.ndarray") -> Any:
    return (rows[start : start + _PIECE_ROWS] for start in range(0, len(rows), _PIECE_ROWS))


def vector_rows(rows: Sequence[VectorRow], vectors: "np.ndarray") -> "np.ndarray":
    """(id, embedding) of each."""
    import numpy as np

    dims = vectors.shape[1]
    made = np.zeros(
        len(rows),
        [
            ("fields", ">i2"),
            ("id_size", ">i4"),
            ("id", "V16"),
            ("size", ">i4"),
            ("dims", ">i2"),
            ("unused", ">i2"),
            ("embedding", ">f2", (dims,)),
        ],
    )
    made["fields"], made["id_size"], made["size"], made["dims"] = 2, 16, 4 + 2 * dims, dims
    made["id"] = _uuids(row.id.bytes for row in rows)
    made["embedding"] = vectors
    return made


def bit_rows(rows: Sequence[VectorRow], vectors: "np.ndarray") -> "np.ndarray":
    """(id, document_id, enabled, bits) of each. The bits are what `binary_quantize` makes: 1 above zero."""
    import numpy as np

    dims = vectors.shape[1]
    width = (dims + 7) // 8
    made = np.zeros(
        len(rows),
        [
            ("fields", ">i2"),
            ("id_size", ">i4"),
            ("id", "V16"),
            ("document_size", ">i4"),
            ("document_id", "V16"),
            ("enabled_size", ">i4"),
            ("enabled", "?"),
            ("size", ">i4"),
            ("dims", ">i4"),
            ("bits", "u1", (width,)),
        ],
    )
    made["fields"], made["id_size"], made["document_size"], made["enabled_size"] = 4, 16, 16, 1
    made["size"], made["dims"] = 4 + width, dims
    made["id"] = _uuids(row.id.bytes for row in rows)
    made["document_id"] = _uuids(row.document_id.bytes for row in rows)
    made["enabled"] = [row.enabled for row in rows]
    made["bits"] = np.packbits(vectors > 0, axis=1)
    return made


def _uuids(ids: Any) -> "np.ndarray":
    import numpy as np

    return np.frombuffer(b"".join(ids), "V16")
