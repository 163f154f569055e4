"""What documents would be split into, before anything is made of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from treeline.datasets.extraction.extractor import MAX_BYTES, extract
from treeline.datasets.pipelines.pricing import Size
from treeline.datasets.splitting.estimate import Estimate, estimated
from treeline.datasets.splitting.lengths import tokens
from treeline.datasets.splitting.pieces import Rules
from treeline.datasets.splitting.qa import TABLES
from treeline.datasets.splitting.split import split
from treeline.files.errors import BytesTooMany
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import read
from treeline.kernel.storage import Storage

# A person waits.
SECONDS = 5.0
MAX_FILES = 10


@dataclass(frozen=True)
class Whole:
    """Of several files; the preview is of the first that has any. `text`: of that one, as far as the preview goes.
    `sizes`: of each.
    """

    total_segments: int
    tokens: int
    first: Estimate | None
    text: str
    sizes: tuple[Size, ...]


def estimate(objects: Storage, uploads: Sequence[UploadFile], rules: Rules) -> Whole:
    """No transaction may be open. Raises ExtractionFailed and its like, TooManySegments, BytesTooMany."""
    found = [_estimate_one(objects, upload, rules) for upload in uploads]
    first, text = next(((each, text) for each, text, _ in found if each.preview), (None, ""))
    segments, embedded = (sum(getattr(each, name) for each, *_ in found) for name in ("total_segments", "tokens"))
    return Whole(segments, embedded, first, text, tuple(size for *_, size in found))


def _estimate_one(objects: Storage, upload: UploadFile, rules: Rules) -> tuple[Estimate, str, Size]:
    if upload.size > MAX_BYTES:
        raise BytesTooMany(f"{upload.name} is too large: a document can have at most {MAX_BYTES:,} bytes.")
    data = b"".join(read(objects, upload, 0, upload.size))
    extracted = asyncio.run(extract(upload.name, data, SECONDS))
    made = estimated(split(extracted, rules))
    text = extracted.text
    size = Size(made.total_segments, tokens(text), len(text), extracted.format in TABLES)
    return made, text[: max((piece.end for piece in made.preview), default=0)], size
