"""Attachments of a question: which are allowed, and how they are passed to the model."""

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from treeline.conversations.answering.turns import BYTES_A_TOKEN, Shown, Text
from treeline.conversations.models import MessageFile
from treeline.files.errors import BytesMissing
from treeline.files.links import Links
from treeline.kernel.storage import ObjectMissing, Storage
from treeline.providers.port import Attachment

TEXTS = {
    "application/json",
    "application/xml",
    "application/yaml",
    "application/x-yaml",
    "application/toml",
    "application/sql",
    "application/javascript",
}
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Sent:
    """A file of a message as a worker knows it. `url`: of a remote one, its address; else a link to its bytes."""

    id: UUID
    type: str
    name: str
    mime_type: str
    size: int
    url: str
    remote: bool = False
    storage_key: UUID | None = None

    @property
    def is_text(self) -> bool:
        return not self.remote and (self.mime_type.startswith("text/") or self.mime_type in TEXTS)


def media_type_of(url: str, kind: str) -> str:
    """What a remote file most likely is: nobody has looked at it. One that is sent as a picture has to be one."""
    guessed = mimetypes.guess_type(urlsplit(url).path)[0] or UNKNOWN
    usual = {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}.get(kind)
    return guessed if usual is None or guessed.startswith(f"{kind}/") else usual


def sent(row: MessageFile, app_id: UUID, links: Links) -> Sent:
    """Its upload must be loaded."""
    upload = row.upload
    if upload is None:
        url = row.url or ""
        name = urlsplit(url).path.rpartition("/")[2]
        return Sent(row.id, row.type, name, media_type_of(url, row.type), 0, url, remote=True)
    url = links.shown(app_id, upload.id)
    return Sent(row.id, row.type, upload.name, upload.mime_type, upload.size, url, storage_key=upload.storage_key)


def shown(files: Iterable[Sent], storage: Storage, budget: int) -> tuple[Shown, ...]:
    """The files as the model gets them; texts are cut off where there is no room. No transaction may be open."""
    found: list[Shown] = []
    left = budget * BYTES_A_TOKEN
    for file in files:
        if file.remote:
            found.append(Attachment(file.mime_type, url=file.url))
            continue
        if not file.is_text:
            found.append(Attachment(file.mime_type, data=_bytes(file, storage, file.size)))
            continue
        taken = min(file.size, max(left, 0))
        left -= taken
        text = _bytes(file, storage, taken).decode(errors="replace")
        found.append(Text(file.name, text if taken == file.size else f"{text}\n[The rest was cut off.]"))
    return tuple(found)


def _bytes(file: Sent, storage: Storage, length: int) -> bytes:
    if file.storage_key is None or length == 0:
        return b""
    try:
        return b"".join(storage.read(file.storage_key, 0, length))
    except ObjectMissing as error:
        raise BytesMissing from error
