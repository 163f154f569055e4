"""Text out of one file. Documents are read by a child process, with bounds on everything that it uses."""

import asyncio
import json
import logging
import os
import re
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from treeline.datasets.extraction.decoding import decoded
from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.errors import (
    ExtractionBusy,
    ExtractionFailed,
    ExtractionOutOfMemory,
    ExtractionTimedOut,
    FileBroken,
    FileEncrypted,
    FileTooLarge,
    NoTextFound,
)
from treeline.datasets.extraction.formats import Format, format_of
from treeline.datasets.extraction.markdown import blocks_of, markdown_blocks
from treeline.datasets.extraction.rendering import PAGED, plain, rendered
from treeline.datasets.extraction.tables import markdown_table, rows_of
from treeline.kernel import csv_fields as csv
from treeline.kernel.settings import MIB
from treeline.kernel.text import clean
from treeline.kernel.threads import in_thread

log = logging.getLogger(__name__)

MAX_BYTES = 50 * MIB
MAX_CHARACTERS = 4_000_000
# Of that text as JSON, some of it twice.
MAX_OUTPUT_BYTES = 8 * MAX_CHARACTERS
WALL_SECONDS = 180.0
# Children of one process at once, of up to 1 GiB each.
PLACES = threading.BoundedSemaphore(2)
# Of the pages, how many may be without text, and how much of it is none: a page number, a stamp.
MOST_EMPTY = 0.8
LEAST_CHARACTERS = 20
_CHILD = Path(__file__).with_name("child.py")
_LOCKED = re.compile(r"password|encrypt", re.IGNORECASE)
_COLUMNS = {"csv", "tsv"}


async def extract(name: str, data: bytes, seconds: float = WALL_SECONDS) -> Extracted:
    """Raises any ExtractionFailed. Cancelled, its child is killed."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(f"{name} has {len(data):,} bytes; text is extracted from files of up to {MAX_BYTES:,}.")
    if not data.strip():
        return Extracted("", "txt")
    return await _Extraction(name, min(seconds, WALL_SECONDS)).of(data)


def typed(text: str, form: str = "md") -> Extracted:
    """A text that somebody wrote or pasted. Raises FileTooLarge."""
    return _Extraction("The text", 0).plain(text, form)


@dataclass(frozen=True)
class _Extraction:
    name: str
    seconds: float

    async def of(self, data: bytes) -> Extracted:
        kind = format_of(self.name, data)
        if kind.is_text:
            text = await in_thread(lambda: decoded(self.name, data))
            warnings = (text.warning,) if text.warning else ()
            if kind.is_plain or kind.name in _COLUMNS:
                read = self._columns if kind.name in _COLUMNS else self.plain
                return replace(await in_thread(lambda: read(text.text, kind.name)), warnings=warnings)
            # Mails say their encodings themselves, part by part.
            data = data if kind.name == "eml" else text.text.encode()
            return replace(await self._document(kind, data), warnings=warnings)
        return await self._document(kind, data)

    def plain(self, text: str, form: str) -> Extracted:
        text = self._bounded(clean(text))
        return Extracted(text, form, blocks=blocks_of(text, form))

    def _columns(self, text: str, form: str) -> Extracted:
        text = self._bounded(text)
        try:
            table = self._bounded(clean(markdown_table(rows_of(text, tabs=form == "tsv"))))
        except csv.Error as error:
            raise self._broken() from error
        return Extracted(table, form, blocks=markdown_blocks(table))

    async def _document(self, kind: Format, data: bytes) -> Extracted:
        reply = await self._asked(kind, data)
        return await in_thread(lambda: self._rendered(kind, reply))

    def _rendered(self, kind: Format, reply: dict[str, Any]) -> Extracted:
        if kind.name not in PAGED:
            text = self._bounded(plain(reply["text"]))
            return Extracted(text, kind.name, blocks=markdown_blocks(text))
        text, blocks = rendered(PAGED[kind.name](reply))
        if kind.name == "pdf":
            self._require_text([len(page.strip()) for page in reply["pages"]])
        pages = len(reply["pages"]) or max((block.page or 0 for block in blocks), default=0)
        return Extracted(self._bounded(text), kind.name, pages or None, blocks=blocks)

    def _bounded(self, text: str) -> str:
        if len(text) > MAX_CHARACTERS:
            told = f"{self.name} has {len(text):,} characters of text; the limit is {MAX_CHARACTERS:,}."
            raise FileTooLarge(told)
        return text

    def _require_text(self, pages: list[int]) -> None:
        empty = sum(size < LEAST_CHARACTERS for size in pages)
        if pages and empty / len(pages) > MOST_EMPTY:
            raise NoTextFound(f"{self.name} has no text on {empty} of {len(pages)} pages. Is it a scan?")

    async def _asked(self, kind: Format, data: bytes) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self.seconds), _place(self.name, self.seconds), _child(kind) as process:
                output = await _spoken(process, data)
                status = await process.wait()
        except TimeoutError as error:
            told = f"{self.name} took more than {self.seconds:g} seconds to read."
            raise ExtractionTimedOut(told) from error
        if output is None:
            raise FileTooLarge(f"{self.name} has more than {MAX_CHARACTERS:,} characters of text.")
        return self._read(output, status)

    def _read(self, output: bytes, status: int) -> dict[str, Any]:
        try:
            reply = json.loads(output.decode("utf-8", "surrogatepass"))
            error = reply.get("error")
        except (ValueError, AttributeError) as broken:
            raise self._ended(status) from broken
        if error:
            raise self._failed(str(error), _short(str(reply.get("message"))))
        return reply

    def _failed(self, error: str, message: str) -> ExtractionFailed:
        """In words of our own: the library's are for whoever knows it, and go to the log."""
        if error == "memory":
            return self._out_of_memory()
        if _LOCKED.search(message):
            return FileEncrypted(f"{self.name} is encrypted. Remove its password and try again.")
        if error == "TooDeep":
            return FileBroken(f"{self.name} can't be read: its elements are nested too deeply.")
        log.info("%s can't be read: %s: %s", self.name, error, message)
        if "limit exceeded" in message:
            return FileTooLarge(f"{self.name} has too much in it: unpacked, it is larger than a document may be.")
        return self._broken()

    def _broken(self) -> FileBroken:
        return FileBroken(
            f"{self.name} can't be read: the file is damaged or incomplete. Open it in the program it was made with, "
            "save it again, and try once more."
        )

    def _out_of_memory(self) -> ExtractionOutOfMemory:
        return ExtractionOutOfMemory(
            f"{self.name} can't be read: it takes more memory than one file may use. Split it into smaller files."
        )

    def _ended(self, status: int) -> ExtractionFailed:
        if status == -signal.SIGXCPU:
            return ExtractionTimedOut(f"{self.name} took too long to read. Split it into smaller files.")
        # Native code that gets no memory aborts; a machine without any left kills.
        if status in (-signal.SIGABRT, -signal.SIGKILL):
            return self._out_of_memory()
        log.info("%s can't be read: its reader ended with %s", self.name, status)
        return self._broken()


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
            kind.name,
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
