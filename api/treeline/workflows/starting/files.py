"""Files among a run's inputs: uploads of whoever asks, and addresses."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from treeline.apps.models import App
from treeline.conversations.answering.files import media_type_of
from treeline.conversations.owners import Owner
from treeline.files.links import Links
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import usable
from treeline.kernel.addresses import checked_address
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import Problem, problem
from treeline.workflows.engine.file import File

TYPES = ("image", "document", "audio", "video", "custom")
LOCAL, REMOTE = "local_file", "remote_url"
MOST_FILES = 1000


def is_file(value: Any) -> bool:
    """Whether a program means a file by this."""
    return isinstance(value, dict) and value.get("transfer_method") in (LOCAL, REMOTE) and "type" in value


class GivenFiles:
    """The files that an owner sends with a run of an app."""

    def __init__(self, session: DbSession, app: App, owner: Owner, links: Links):
        self.session, self.app, self.owner, self.links = session, app, owner, links

    def taken(self, inputs: Mapping[str, Any], files: Sequence[Any]) -> tuple[dict[str, Any], list[File]]:
        """Inputs with their files as values, and the other files. By one query.

        Raises InvalidInput; UploadNotFound for what is not there or somebody else's.
        """
        named = [(f"files[{at}]", each) for at, each in enumerate(files)]
        for name, value in inputs.items():
            many = value if isinstance(value, list) else [value]
            named += [(f"inputs.{name}", each) for each in many if is_file(each)]
        if len(named) > MOST_FILES:
            raise _refused("files", problem("too_long", f"at most {MOST_FILES} files", max_length=MOST_FILES))
        uploads = self._uploads([_upload_id(path, each) for path, each in named])
        made = [self._file(path, each, uploads) for path, each in named]
        rest = iter(made[len(files) :])
        return {name: _with_files(value, rest) for name, value in inputs.items()}, made[: len(files)]

    def _uploads(self, ids: Sequence[UUID | None]) -> dict[UUID, UploadFile]:
        wanted = list(dict.fromkeys(each for each in ids if each is not None))
        own = {"end_user_id": self.owner.end_user_id, "account_id": self.owner.account_id}
        return {upload.id: upload for upload in usable(self.session, self.app, wanted, **own)}

    def _file(self, path: str, given: Mapping[str, Any], uploads: Mapping[UUID, UploadFile]) -> File:
        upload_id = _upload_id(path, given)
        upload = uploads[upload_id] if upload_id is not None else None
        url = _address(path, given) if upload is None else None
        return file_of(self.app.id, self.links, given["type"], upload, url)


def file_of(app_id: UUID, links: Links, kind: str, upload: UploadFile | None, url: str | None) -> File:
    """A file as a value: an upload, or the address of a remote one."""
    if upload is None:
        address = url or ""
        name = unquote(PurePosixPath(urlsplit(address).path).name)
        mime_type = media_type_of(address, kind)
        return File(None, kind, REMOTE, name, PurePosixPath(name).suffix, mime_type, -1, address)
    return File(
        id=str(upload.id),
        type=kind,
        transfer_method=LOCAL,
        name=upload.name,
        extension=f".{upload.extension}" if upload.extension else "",
        mime_type=upload.mime_type,
        size=upload.size,
        url=links.shown(app_id, upload.id),
        related_id=str(upload.id),
    )


def _with_files(value: Any, made: Any) -> Any:
    if is_file(value):
        return next(made)
    if isinstance(value, list):
        return [next(made) if is_file(each) else each for each in value]
    return value


def _upload_id(path: str, given: Any) -> UUID | None:
    if not isinstance(given, dict):
        raise _refused(path, problem("dict_type", "must be an object with type and transfer_method"))
    if given.get("type") not in TYPES:
        known = ", ".join(TYPES)
        raise _refused(f"{path}.type", problem("literal_error", f"must be {known}", expected=known))
    if given.get("transfer_method") == REMOTE:
        return None
    if given.get("transfer_method") != LOCAL:
        known = f"{LOCAL}, {REMOTE}"
        raise _refused(f"{path}.transfer_method", problem("literal_error", f"must be {known}", expected=known))
    try:
        return UUID(str(given.get("upload_file_id") or given.get("related_id")))
    except ValueError as error:
        raise _refused(f"{path}.upload_file_id", problem("missing", "required for local_file")) from error


def _address(path: str, given: Mapping[str, Any]) -> str:
    url = given.get("url") or given.get("remote_url")
    if not isinstance(url, str):
        raise _refused(f"{path}.url", problem("missing", "required for remote_url"))
    try:
        return checked_address(url)
    except ValueError as error:
        raise _refused(f"{path}.url", problem("address", str(error))) from error


def _refused(path: str, what: Problem) -> InvalidInput:
    return InvalidInput(f"{path}: {what}.", [what.at(path)])
