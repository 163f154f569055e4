"""Files by URL, over the guarded client: a member names the URL."""

import asyncio
import mimetypes
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar
from urllib.parse import unquote, urlsplit

from treeline.files.errors import BytesTooMany
from treeline.files.remote.errors import RemoteFileNotFound
from treeline.kernel.addresses import checked_address
from treeline.kernel.settings import MIB, KernelSettings

LOOK_SECONDS, SECONDS, SILENCE_SECONDS = 15, 120, 20
# Servers that answer no HEAD.
_ONLY_GET = (403, 405, 501)
Result = TypeVar("Result")


@dataclass(frozen=True)
class RemoteFile:
    """As its server describes it; `size`: None if it doesn't say."""

    name: str
    media_type: str
    size: int | None


def look_at(url: str, settings: KernelSettings) -> RemoteFile:
    """Without its bytes. No transaction may be open. Raises RemoteFileNotFound."""
    return _asked(url, LOOK_SECONDS, lambda: _look(url, settings))


@contextmanager
def downloaded(
    url: str, settings: KernelSettings, most_of: Callable[[str], int]
) -> Iterator[tuple[RemoteFile, IO[bytes]]]:
    """`most_of`: how many bytes a file of a media type may have.

    No transaction may be open. Raises RemoteFileNotFound, BytesTooMany.
    """
    with TemporaryFile() as spool:
        found = _asked(url, SECONDS, lambda: _download(url, settings, most_of, spool))
        spool.seek(0)
        yield found, spool


def _asked(url: str, seconds: int, ask: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    # The HTTP client is loaded where it is used, not in every process.
    from treeline.kernel.http import HttpError

    async def in_time() -> Result:
        checked_address(url)
        async with asyncio.timeout(seconds):
            return await ask()

    try:
        return asyncio.run(in_time())
    except (HttpError, TimeoutError, ValueError) as error:
        raise _failed(_reason(error)) from error


async def _look(url: str, settings: KernelSettings) -> RemoteFile:
    from treeline.kernel.http import NamedBy, outbound

    async with outbound(settings, NamedBy.MEMBER, silence=LOOK_SECONDS) as client:
        reply = await client.head(url, follow_redirects=True)
        if reply.status_code not in _ONLY_GET:
            return _described(url, reply)
        async with client.stream("GET", url, follow_redirects=True) as answer:
            return _described(url, answer)


async def _download(url: str, settings: KernelSettings, most_of: Callable[[str], int], spool: IO[bytes]) -> RemoteFile:
    from treeline.kernel.http import NamedBy, outbound

    # How much may come its type says: it is counted here.
    async with (
        outbound(settings, NamedBy.MEMBER, silence=SILENCE_SECONDS, most=sys.maxsize) as client,
        client.stream("GET", url, follow_redirects=True) as reply,
    ):
        found = _described(url, reply)
        most, size = most_of(found.media_type), found.size or 0
        if size <= most:
            size = 0
            async for chunk in reply.aiter_bytes():
                if (size := size + len(chunk)) > most:
                    break
                spool.write(chunk)
        if size > most:
            raise BytesTooMany(f"{found.name} is larger than {most // MIB} MiB, the limit for its file type.")
        return found


def _described(url: str, reply: Any) -> RemoteFile:
    """Raises RemoteFileNotFound unless the server has it."""
    if reply.status_code != 200:
        raise _failed(f"the server returned HTTP {reply.status_code}.")
    said = Message()
    for header in ("Content-Type", "Content-Disposition"):
        if value := reply.headers.get(header):
            said[header] = value
    length = reply.headers.get("Content-Length", "")
    size = int(length) if length.isdigit() else None
    media_type = said.get_content_type() if "Content-Type" in said else "application/octet-stream"
    return RemoteFile(_name(url, said.get_filename(), media_type), media_type, size)


def _name(url: str, given: str | None, media_type: str) -> str:
    """That which the server gives it, or the last part of the URL; with an extension where the type has one."""
    name = given or unquote(PurePosixPath(urlsplit(url).path).name) or urlsplit(url).hostname or "file"
    return name if PurePosixPath(name).suffix else f"{name}{mimetypes.guess_extension(media_type) or ''}"


def _reason(error: Exception) -> str:
    from treeline.kernel.http import TookTooLong, causes, reason_of

    if any(isinstance(each, TookTooLong) for each in causes(error)):
        return "it took too long."
    return reason_of(error) or f"{str(error).rstrip('.') or type(error).__name__}."


def _failed(reason: str) -> RemoteFileNotFound:
    return RemoteFileNotFound(f"The file can't be downloaded: {reason[:500]}")
