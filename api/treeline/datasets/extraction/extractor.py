"""Text out of one file. Documents are read by a child process, with bounds on everything that it uses."""

import asyncio
import json
import os
import re
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from treeline.datasets.extraction.decoding import decoded
from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.errors import (
    DocumentUnreadable,
    ExtractionBusy,
    ExtractionTimeout,
    ExtractionTooLarge,
    NoTextFound,
)
from treeline.datasets.extraction.formats import Format, format_of
from treeline.kernel.settings import MIB
from treeline.kernel.text import clean
from treeline.kernel.threads import in_thread

MAX_BYTES = 50 * MIB
MAX_CHARACTERS = 4_000_000
# Of that text as JSON.
MAX_OUTPUT_BYTES = 6 * MAX_CHARACTERS
WALL_SECONDS = 180.0
# Children of one process at once, of up to 1 GiB each.
PLACES = threading.BoundedSemaphore(2)
# Of the pages, how many may be without text, and how much of it is none: a page number, a stamp.
MOST_EMPTY = 0.8
LEAST_CHARACTERS = 20
_CHILD = Path(__file__).with_name("child.py")
_TAG = re.compile(r"<[^>]*>")


async def extract(name: str, data: bytes, seconds: float = WALL_SECONDS) -> Extracted:
    """Raises UnsupportedFormat, DocumentUnreadable, NoTextFound, ExtractionTooLarge, ExtractionTimeout and
    ExtractionBusy. Cancelled, its child is killed.
    """
    if len(data) > MAX_BYTES:
        raise ExtractionTooLarge(
            f"{name} has {len(data):,} bytes; text is extracted from files of up to {MAX_BYTES:,}."
        )
    if not data.strip():
        return Extracted("", "txt")
    return await _Extraction(name, min(seconds, WALL_SECONDS)).of(data)


@dataclass(frozen=True)
class _Extraction:
    name: str
    seconds: float

    async def of(self, data: bytes) -> Extracted:
        kind = format_of(self.name, data)
        warnings: tuple[str, ...] = ()
        if kind.is_text:
            text = await in_thread(lambda: decoded(self.name, data))
            warnings = (text.warning,) if text.warning else ()
            if kind.is_plain:
                return Extracted(self._bounded(clean(text.text)), kind.name, warnings=warnings)
            # Mails say their encodings themselves, part by part.
            data = data if kind.name == "eml" else text.text.encode()
        reply = await self._asked(kind, data)
        text, pages = self._bounded(_tidy(reply["text"])), reply["pages"]
        self._require_text(kind, text, pages, data)
        return Extracted(text, kind.name, len(pages) if kind.name == "pdf" else None, warnings)

    def _bounded(self, text: str) -> str:
        if len(text) > MAX_CHARACTERS:
            told = f"{self.name} has {len(text):,} characters of text; the limit is {MAX_CHARACTERS:,}."
            raise ExtractionTooLarge(told)
        return text

    def _require_text(self, kind: Format, text: str, pages: list[int], data: bytes) -> None:
        empty = sum(size < LEAST_CHARACTERS for size in pages)
        if kind.name == "pdf" and pages and empty / len(pages) > MOST_EMPTY and len(text) < 2000:
            raise NoTextFound(f"{self.name} has no text on {empty} of {len(pages)} pages. Is it a scan?")
        # Of what is nested too deep nothing is returned, and nothing said.
        if not text and kind.name == "html" and _TAG.sub("", data.decode(errors="replace")).strip():
            raise DocumentUnreadable(f"{self.name} can't be read: its elements are nested too deep.")

    async def _asked(self, kind: Format, data: bytes) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self.seconds), _place(self.name, self.seconds), _child(kind) as process:
                output = await _spoken(process, data)
                status = await process.wait()
        except TimeoutError as error:
            told = f"{self.name} took more than {self.seconds:g} seconds to read."
            raise ExtractionTimeout(told) from error
        if output is None:
            raise ExtractionTooLarge(f"{self.name} has more than {MAX_CHARACTERS:,} characters of text.")
        return self._read(output, status)

    def _read(self, output: bytes, status: int) -> dict[str, Any]:
        try:
            reply = json.loads(output)
            error = reply.get("error")
        except (ValueError, AttributeError) as broken:
            if status == -signal.SIGXCPU:
                raise ExtractionTimeout(f"{self.name} took too long to read.") from broken
            told = f"{self.name} can't be read: the program that reads it ended ({status})."
            raise DocumentUnreadable(told) from broken
        if error == "memory":
            raise ExtractionTooLarge(f"{self.name} can't be read: {reply['message']}.")
        if error:
            raise DocumentUnreadable(f"{self.name} can't be read: {_short(str(reply.get('message')))}")
        return reply


def _tidy(text: str) -> str:
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _short(text: str) -> str:
    return " ".join(clean(text).split())[:300]


@asynccontextmanager
async def _place(name: str, seconds: float) -> AsyncIterator[None]:
    """One of the places; each loop of the process waits for them in its own way."""
    until = asyncio.get_running_loop().time() + seconds / 2
    while not PLACES.acquire(blocking=False):
        if asyncio.get_running_loop().time() > until:
            raise ExtractionBusy(f"{name} wasn't read: too many files are being read. Try again later.")
        await asyncio.sleep(0.02)
    try:
        yield
    finally:
        PLACES.release()


@asynccontextmanager
async def _child(kind: Format) -> AsyncIterator[asyncio.subprocess.Process]:
    """It knows nothing of our environment, has a folder of its own, and nothing of it is left afterwards."""
    with TemporaryDirectory(prefix="treeline-extraction-", ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(_CHILD),
            kind.media_type,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"TMPDIR": folder},
            cwd=folder,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _spoken(process: asyncio.subprocess.Process, data: bytes) -> bytes | None:
    """All that it says; None if that is too much."""
    stdin, stdout = cast(asyncio.StreamWriter, process.stdin), cast(asyncio.StreamReader, process.stdout)
    writing = asyncio.create_task(_write(stdin, data))
    try:
        output = bytearray()
        while chunk := await stdout.read(1 << 16):
            output += chunk
            if len(output) > MAX_OUTPUT_BYTES:
                return None
        return bytes(output)
    finally:
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing


async def _write(stdin: asyncio.StreamWriter, data: bytes) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        stdin.write(data)
        await stdin.drain()
        stdin.close()
        await stdin.wait_closed()
