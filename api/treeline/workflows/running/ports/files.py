"""Files of a run: their bytes, what a model is shown of them, and files that nodes make."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select

from treeline.conversations.answering.files import Sent, media_type_of, shown
from treeline.conversations.answering.turns import Shown, Text
from treeline.conversations.settings import AnswerSettings
from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.extractor import MAX_BYTES, extract
from treeline.files import service as stored
from treeline.files.links import Links
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import UploadService
from treeline.files.uploads.service import read as read_upload
from treeline.kernel.addresses import checked_address
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import Storage
from treeline.kernel.threads import in_thread
from treeline.providers.port import Attachment, User
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.models import WorkflowFile
from treeline.workflows.running.ports.failures import as_node_failures

REMOTE = "remote_url"
FETCH_SECONDS = 60
SILENCE_SECONDS = 20
_DOCUMENTS = {"application/pdf", "application/epub+zip", "application/json", "application/xml", "application/rtf"}


class Files(Protocol):
    async def read(self, file: File, most: int) -> bytes:
        """All bytes. Raises NodeFailed: file_not_found, file_too_large, file_not_reached."""
        ...

    async def extracted(self, file: File, seconds: float) -> Extracted:
        """The text of a document. Raises NodeFailed: unsupported_file_type, file_broken, no_text_found …"""
        ...

    async def shown(self, files: Sequence[File], tokens: int) -> tuple[Shown, ...]:
        """As a model gets them; texts are cut off where so many tokens do not hold them. Raises NodeFailed."""
        ...

    async def keep(self, name: str, media_type: str, content: bytes) -> File:
        """A file that a node has made. Raises NodeFailed."""
        ...


@dataclass(frozen=True)
class RunFiles(Files):
    """Of one run, for its end user; without one, it is a run of the workspace's own."""

    workspace_id: UUID
    app_id: UUID
    end_user_id: UUID | None
    storage: Storage
    settings: AnswerSettings
    run_id: UUID | None = None

    async def read(self, file: File, most: int) -> bytes:
        with as_node_failures():
            if _is_remote(file):
                return await self._fetched(file, most)
            return await in_thread(lambda: self._bytes(self._upload(file), most))

    async def extracted(self, file: File, seconds: float) -> Extracted:
        data = await self.read(file, MAX_BYTES)
        with as_node_failures():
            return await extract(file.name or "The file", data, seconds)

    async def shown(self, files: Sequence[File], tokens: int) -> tuple[Shown, ...]:
        from treeline.providers.attachments import with_bytes

        if not files:
            return ()
        with as_node_failures():
            found = await in_thread(lambda: shown([self._sent(file) for file in files], self.storage, tokens))
            texts = tuple(each for each in found if isinstance(each, Text))
            attachments = tuple(each for each in found if isinstance(each, Attachment))
            [asked] = await with_bytes([User("", attachments)], self.settings)
            return (*texts, *(asked.attachments if isinstance(asked, User) else ()))

    async def keep(self, name: str, media_type: str, content: bytes) -> File:
        with as_node_failures():
            return await in_thread(lambda: self._kept(name, media_type, content))

    def _kept(self, name: str, media_type: str, content: bytes) -> File:
        uploads = UploadService(self.workspace_id, self.app_id, self.storage, self.settings)
        plain, _ = uploads.checked_name(name, media_type)
        received = uploads.receive(media_type, [content])
        try:
            with unit_of_work() as session:
                upload = uploads.record(session, received, plain, media_type, end_user_id=self.end_user_id)
                if self.run_id is not None:
                    session.add(WorkflowFile(run_id=self.run_id, upload_file_id=upload.id))
        except ApiError:
            stored.discard(self.storage, received)
            raise
        # A worker knows no origin: without FILES_URL its links begin with a slash.
        url = Links(self.settings, "").shown(self.app_id, upload.id)
        return File(
            type=kind_of(media_type),
            transfer_method="tool_file",
            name=plain,
            id=str(upload.id),
            extension=PurePosixPath(plain).suffix,
            mime_type=media_type,
            size=len(content),
            url=url,
            related_id=str(upload.id),
        )

    def require(self, file: File) -> UUID | None:
        """The id of its upload; None of one that is remote. Raises NodeFailed."""
        return None if _is_remote(file) else self._upload(file).id

    def _upload(self, file: File) -> UploadFile:
        """What an end user sent is for nobody else's runs, and members' files for none of an end user. What a run was
        handed by one that has called it, or that it has called, is its own.
        """
        upload_id = _id(file)
        wanted = select(UploadFile).where(UploadFile.id == upload_id, UploadFile.workspace_id == self.workspace_id)
        handed = select(WorkflowFile).where(
            WorkflowFile.run_id == self.run_id, WorkflowFile.upload_file_id == upload_id
        )
        with unit_of_work() as session:
            upload = session.scalars(wanted).one_or_none()
            is_handed = upload is not None and session.scalars(handed).one_or_none() is not None
        if upload is None or not (is_handed or self._is_own(upload)):
            raise NodeFailed("file_not_found", f"The file {file.name or file.related_id} doesn't exist any more.")
        return upload

    def _is_own(self, upload: UploadFile) -> bool:
        if upload.app_id not in (None, self.app_id):
            return False
        foreign = self.end_user_id is not None and upload.account_id is not None
        return not foreign and upload.end_user_id in (None, self.end_user_id)

    def _bytes(self, upload: UploadFile, most: int) -> bytes:
        if upload.size > most:
            raise _too_large(upload.name, upload.size, most)
        return b"".join(read_upload(self.storage, upload, 0, upload.size))

    def _sent(self, file: File) -> Sent:
        if _is_remote(file):
            url = file.url or ""
            media_type = file.mime_type or media_type_of(url, file.type)
            return Sent(UUID(int=0), file.type, file.name, media_type, 0, url, remote=True)
        upload = self._upload(file)
        kind, key = (upload.mime_type, upload.storage_key)
        return Sent(upload.id, file.type, upload.name, kind, upload.size, "", storage_key=key)

    async def _fetched(self, file: File, most: int) -> bytes:
        from treeline.kernel.http import HttpError, NamedBy, ResponseTooLarge, outbound

        name = file.name or "the file"
        try:
            url = checked_address(file.url or "")
            async with (
                asyncio.timeout(FETCH_SECONDS),
                outbound(self.settings, NamedBy.END_USER, silence=SILENCE_SECONDS, most=most) as client,
                client.stream("GET", url, follow_redirects=True) as reply,
            ):
                if reply.status_code != 200:
                    raise NodeFailed("file_not_reached", f"The server of {name} returned HTTP {reply.status_code}.")
                return await reply.aread()
        except ResponseTooLarge as error:
            raise _too_large(name, None, most) from error
        except (HttpError, TimeoutError, ValueError) as error:
            # Not which address it was: names of our own network are not for end users to resolve.
            raise NodeFailed("file_not_reached", f"Can't fetch {name} from its address.", retryable=True) from error


def files_in(value: Any) -> Iterator[File]:
    """All files that stand in a value, however deep."""
    if isinstance(value, File):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from files_in(each)


def kind_of(media_type: str) -> str:
    front = media_type.partition("/")[0]
    if front in ("image", "audio", "video"):
        return front
    known = front == "text" or media_type in _DOCUMENTS or "officedocument" in media_type or "msword" in media_type
    return "document" if known else "custom"


def _is_remote(file: File) -> bool:
    return file.transfer_method == REMOTE and not file.related_id


def _id(file: File) -> UUID:
    try:
        return UUID(file.related_id or file.id or "")
    except ValueError as error:
        raise NodeFailed("file_not_found", f"The file {file.name} has no valid id.") from error


def _too_large(name: str, size: int | None, most: int) -> NodeFailed:
    has = f"has {size} bytes" if size is not None else "is larger"
    return NodeFailed("file_too_large", f"{name} {has}; the limit here is {most} bytes.")
