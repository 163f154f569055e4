"""A knowledge base as a file: downloaded whole or not at all, and sent."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from treeline.client.errors import WrongUse
from treeline.client.knowledge.service import KnowledgeApi

CHUNK_BYTES = 256 * 1024


def export(knowledge: KnowledgeApi, file: Path, *, force: bool) -> int:
    """How many bytes it has. What was there before stays until all of it is there. Raises WrongUse, Refused."""
    if file.exists() and not force:
        raise WrongUse(f"{file} already exists. Choose another file, or replace it with --force.")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")

    def take(chunks: Iterator[bytes]) -> None:
        with part.open("wb") as written:
            for chunk in chunks:
                written.write(chunk)

    try:
        knowledge.export(take)
        part.replace(file)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return file.stat().st_size


def bring(knowledge: KnowledgeApi, file: Path, name: str) -> dict[str, Any]:
    """Raises Refused; OSError."""

    def chunks() -> Iterator[bytes]:
        with file.open("rb") as opened:
            while chunk := opened.read(CHUNK_BYTES):
                yield chunk

    return knowledge.bring(chunks, file.stat().st_size, name)
