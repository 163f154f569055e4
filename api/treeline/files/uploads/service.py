import mimetypes
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, select

from treeline.apps.models import App
from treeline.files import service as files
from treeline.files.postgres import among, trash_unnamed
from treeline.files.settings import FileSettings
from treeline.files.uploads.errors import NoFileName, UnsupportedFile, UploadNotFound
from treeline.files.uploads.models import UploadFile
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.names import unseen
from treeline.kernel.storage import Storage

MAX_NAME_BYTES = 255
MAX_EXTENSION = 32


class UploadService:
    """Files that come with messages, of one workspace. `app_id`: of one app's users; None: its members' own."""

    def __init__(self, workspace_id: UUID, app_id: UUID | None, objects: Storage, settings: FileSettings):
        self.workspace_id, self.app_id, self.objects, self.settings = workspace_id, app_id, objects, settings

    def checked_name(self, name: str | None, declared: str) -> tuple[str, str]:
        """The name, and the media type that it stands for; `declared` counts where the name says nothing.

        Raises NoFileName, InvalidInput, UnsupportedFile.
        """
        # Some browsers send whole paths.
        plain = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", name or "")[-1]).strip()
        if plain in ("", ".", ".."):
            raise NoFileName
        if reason := unseen(plain):
            raise InvalidInput.at("file", "file_name", f"invalid file name: {reason}.")
        if len(plain.encode()) > MAX_NAME_BYTES:
            raise InvalidInput.at("file", "file_name", f"the file name can have at most {MAX_NAME_BYTES} bytes.")
        if extension_of(plain) in {each.lower().lstrip(".") for each in self.settings.upload_file_extension_blacklist}:
            raise UnsupportedFile(f"Files of type .{extension_of(plain)} are not allowed.")
        return plain, mimetypes.guess_type(plain)[0] or declared or "application/octet-stream"

    def receive(self, media_type: str, chunks: Iterable[bytes]) -> files.Received:
        """Store the bytes. No transaction may be open. Raises BytesTooMany."""
        return files.receive(self.objects, chunks, most=self.settings.upload_most_bytes(media_type))

    def record(
        self,
        session: DbSession,
        received: files.Received,
        name: str,
        media_type: str,
        *,
        end_user_id: UUID | None = None,
        account_id: UUID | None = None,
    ) -> UploadFile:
        """The row of received bytes. If its transaction fails, they are to be discarded."""
        upload = UploadFile(
            workspace_id=self.workspace_id,
            app_id=self.app_id,
            end_user_id=end_user_id,
            account_id=account_id,
            name=name,
            size=received.size,
            extension=extension_of(name)[:MAX_EXTENSION],
            mime_type=media_type[:255],
            storage_key=received.key,
        )
        session.add(upload)
        session.flush()
        return upload

    def find(
        self, session: DbSession, upload_id: UUID, *, end_user_id: UUID | None = None, account_id: UUID | None = None
    ) -> UploadFile:
        """A file of this app, or of this member; of one end user, if named. Raises UploadNotFound."""
        wanted = select(UploadFile).where(UploadFile.id == upload_id, UploadFile.workspace_id == self.workspace_id)
        if self.app_id is None:
            wanted = wanted.where(UploadFile.app_id.is_(None), UploadFile.account_id == account_id)
        else:
            wanted = wanted.where(UploadFile.app_id == self.app_id)
        if end_user_id is not None:
            wanted = wanted.where(UploadFile.end_user_id == end_user_id)
        upload = session.scalars(wanted).one_or_none()
        if upload is None:
            raise UploadNotFound
        return upload


def usable(
    session: DbSession,
    app: App,
    ids: Collection[UUID],
    *,
    end_user_id: UUID | None = None,
    account_id: UUID | None = None,
) -> list[UploadFile]:
    """The files that an end user of the app, or a member, may send with a message, in this order.

    They stay until the transaction ends. Raises UploadNotFound for what is not there or somebody else's.
    """
    if not ids:
        return []
    if end_user_id is not None:
        own = (UploadFile.app_id == app.id) & (UploadFile.end_user_id == end_user_id)
    elif account_id is not None:
        own = (UploadFile.workspace_id == app.workspace_id) & (UploadFile.account_id == account_id)
    else:
        own = false()
    return _all_of(session, ids, own)


def of_member(session: DbSession, workspace_id: UUID, account_id: UUID, ids: Collection[UUID]) -> list[UploadFile]:
    """A member's own files, of no app; as `usable`."""
    here = (UploadFile.workspace_id == workspace_id) & UploadFile.app_id.is_(None)
    return _all_of(session, ids, here & (UploadFile.account_id == account_id))


def _all_of(session: DbSession, ids: Collection[UUID], own: ColumnElement[bool]) -> list[UploadFile]:
    named = select(UploadFile).where(among(UploadFile.id, ids), own).order_by(UploadFile.id)
    # Retention waits for whoever sends one, or it is gone here.
    locked = session.scalars(named.with_for_update(read=True, key_share=True))
    found = {upload.id: upload for upload in locked}
    missing = next((upload_id for upload_id in ids if upload_id not in found), None)
    if missing is not None:
        raise UploadNotFound(f"File {missing} not found, or it belongs to another user.")
    return [found[upload_id] for upload_id in ids]


def linked(session: DbSession, app: App, upload_id: UUID) -> UploadFile:
    """A file of the app's users, or of a member who tried it. Raises UploadNotFound."""
    here = (UploadFile.workspace_id == app.workspace_id, UploadFile.app_id.is_(None) | (UploadFile.app_id == app.id))
    upload = session.scalars(select(UploadFile).where(UploadFile.id == upload_id, *here)).one_or_none()
    if upload is None:
        raise UploadNotFound
    return upload


def read(objects: Storage, upload: UploadFile, start: int, length: int) -> Iterator[bytes]:
    """Bytes of a file. No transaction may be open. Raises BytesMissing before the first."""
    if upload.storage_key is None:
        return iter(())
    return files.read_part(objects, upload.storage_key, start, length)


def forget(session: DbSession, ids: Collection[UUID], not_before: datetime) -> int:
    """Forget uploads; their objects are trashed until then. How many were forgotten."""
    gone = delete(UploadFile).where(among(UploadFile.id, ids)).returning(UploadFile.storage_key)
    keys = session.scalars(gone).all()
    trash_unnamed(session, {key for key in keys if key is not None}, not_before)
    return len(keys)


def extension_of(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()
