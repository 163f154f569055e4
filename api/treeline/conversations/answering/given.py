"""Which attachments a question may have: of types that the app accepts, and only the sender's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from treeline.apps.configs.schemas import FileUpload
from treeline.apps.models import App
from treeline.conversations.models import MessageFile
from treeline.conversations.owners import Owner
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import usable
from treeline.kernel.addresses import checked_address
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import Problem, problem

MEDIA = ("image", "audio", "video")


@dataclass(frozen=True)
class GivenFile:
    """`type`: image, document, audio, video or custom. One of `url` and `upload_file_id` is needed."""

    type: str
    transfer_method: str
    url: str | None = None
    upload_file_id: UUID | None = None


def check_files(rules: FileUpload, files: Sequence[GivenFile]) -> None:
    """Raises InvalidInput for files that the app does not take."""
    if files and not rules.allowed:
        raise _refused("files", problem("files_none", "this app doesn't accept files"))
    if len(files) > rules.most:
        message = f"this app accepts at most {rules.most} files per message"
        raise _refused("files", problem("too_long", message, max_length=rules.most))
    for at, file in enumerate(files):
        place = f"files[{at}]"
        if file.type not in rules.types:
            raise _refused(f"{place}.type", _one_of(rules.types))
        if file.transfer_method not in rules.methods:
            raise _refused(f"{place}.transfer_method", _one_of(rules.methods))
        if file.transfer_method == "local_file" and file.upload_file_id is None:
            raise _refused(f"{place}.upload_file_id", problem("missing", "required for local_file"))
        if file.transfer_method == "remote_url":
            _check_address(f"{place}.url", file.url)


def message_files(
    session: DbSession, app: App, owner: Owner, rules: FileUpload, files: Sequence[GivenFile]
) -> list[MessageFile]:
    """The rows of a question's files. Raises InvalidInput; UploadNotFound for what is not there or somebody else's."""
    check_files(rules, files)
    ids = [file.upload_file_id for file in files if file.transfer_method == "local_file" and file.upload_file_id]
    own = usable(session, app, ids, end_user_id=owner.end_user_id, account_id=owner.account_id)
    uploads = {upload.id: upload for upload in own}
    made: list[MessageFile] = []
    for at, file in enumerate(files):
        row = MessageFile(type=file.type, transfer_method=file.transfer_method)
        if file.transfer_method == "remote_url":
            row.url = file.url
        elif file.upload_file_id is not None:
            upload = uploads[file.upload_file_id]
            _check_kind(f"files[{at}]", file.type, upload, rules)
            row.upload_file_id = upload.id
        made.append(row)
    return made


def _check_kind(place: str, kind: str, upload: UploadFile, rules: FileUpload) -> None:
    """Whether an upload is what it is said to be."""
    if kind in MEDIA and not upload.mime_type.startswith(f"{kind}/"):
        message = f"{upload.name} is {upload.mime_type}, not of type {kind}"
        raise _refused(f"{place}.type", problem("file_kind", message, name=upload.name, kind=kind))
    taken = [extension.lower().lstrip(".") for extension in rules.allowed_file_extensions]
    if kind == "custom" and taken and upload.extension.lower() not in taken:
        raise _refused(place, _one_of(taken))


def _check_address(place: str, url: str | None) -> None:
    if url is None:
        raise _refused(place, problem("missing", "required for remote_url"))
    try:
        checked_address(url)
    except ValueError as error:
        raise _refused(place, problem("address", str(error))) from error


def _one_of(taken: Sequence[str]) -> Problem:
    named = ", ".join(taken)
    return problem("literal_error", f"this app accepts only {named}", expected=named)


def _refused(path: str, what: Problem) -> InvalidInput:
    return InvalidInput(f"{path}: {what}.", [what.at(path)])
