from collections.abc import Iterator
from typing import cast
from uuid import UUID

from flask import Response, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.apps.access import get_linked_app
from treeline.apps.end_users.service import EndUserService
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.files import service as stored
from treeline.files.errors import BytesMissing, BytesTooMany
from treeline.files.links import SHOW, SIGNED_LINK, current_grant, links
from treeline.files.settings import FileSettings
from treeline.files.uploads.errors import NoFileName, NoFileUploaded, TooManyFiles, UnsupportedFile, UploadNotFound
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.schemas import LinkQuery, PreviewQuery, UploadOut, UploadRules, UserForm
from treeline.files.uploads.service import UploadService, linked
from treeline.files.uploads.serving import serve_upload
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.storage.interface import CHUNK_BYTES
from treeline.kernel.web import MIB, Routes, read_form

MULTIPART_OVERHEAD = 64 * 1024
REFUSALS = [NoFileUploaded, TooManyFiles, NoFileName, BytesTooMany, UnsupportedFile]


def member_uploads(can: str) -> UploadService:
    member = current_member()
    allow(member, can)
    return UploadService(member.workspace_id, None, current.storage(), current.settings(FileSettings))


def linked_app(token: str, can: str) -> App:
    """SIGNED_LINK has opened the token by now."""
    return get_linked_app(current_grant(can).app_id)


def most_sent(settings: FileSettings) -> int:
    sizes = [size for name, size in settings.upload_limits.items() if name.endswith("size_limit")]
    return max(sizes) * MIB + MULTIPART_OVERHEAD


uploads = Routes("uploads", "/console/api/files", group="Attachments", access=CONSOLE_OR_TOKEN, scope=member_uploads)
key_uploads = Routes("v1_uploads", "/v1/files", group="Attachments", access=APP_KEY, scope=key_app, needs="run")
linked_uploads = Routes(
    "upload_links", "/files/uploads/<token>", group="Attachments", access=SIGNED_LINK, scope=linked_app
)


@uploads.get("/upload", can="read")
def read_upload_rules(uploads: UploadService) -> UploadRules:
    """Get the limits for uploads to messages."""
    limits = uploads.settings.upload_limits
    at_once = uploads.settings.upload_file_batch_limit
    return UploadRules(
        **limits,
        batch_count_limit=at_once,
        file_upload_limit=at_once,
        image_file_batch_limit=at_once,
        single_chunk_attachment_limit=at_once,
        attachment_image_file_size_limit=limits["image_file_size_limit"],
    )


@uploads.post(
    "/upload",
    can="belong",
    needs="write",
    status=201,
    transactional=False,
    max_body=most_sent,
    refusals=REFUSALS,
    sends="multipart/form-data",
)
def upload_own_file(uploads: UploadService) -> UploadOut:
    """Upload a file to test an app with, or to add to a knowledge base. Only you can use it."""
    upload = kept(uploads, only_part(), account_id=current_member().account_id)
    return UploadOut.of(upload, preview_url(upload))


@key_uploads.post(
    "/upload",
    can="read",
    status=201,
    transactional=False,
    max_body=most_sent,
    refusals=[AppNotFound, *REFUSALS],
    sends="multipart/form-data",
    form=UserForm,
)
def upload_file(app: App) -> UploadOut:
    """Upload a file for an end user, given by `user` in the form. Only that user can attach it to a message."""
    part = only_part()
    upload = kept(app_uploads(app), part, app=app, user=read_form(UserForm).user)
    return UploadOut.of(upload, links().shown(app.id, upload.id))


@key_uploads.get(
    "/<uuid:file_id>/preview", can="read", transactional=False, refusals=[AppNotFound, UploadNotFound, BytesMissing]
)
def preview_file(app: App, file_id: UUID, query: PreviewQuery) -> Response:
    """Get a file that was uploaded with an API key; `user` limits it to that end user."""
    service = app_uploads(app)
    with unit_of_work() as session:
        end_user = EndUserService(session, app).find(query.user) if query.user else None
        if query.user and end_user is None:
            raise UploadNotFound
        upload = service.find(session, file_id, end_user_id=end_user.id if end_user else None)
    return serve_upload(upload, as_attachment=query.as_attachment)


@linked_uploads.get("", can=SHOW, transactional=False, refusals=[AppNotFound, UploadNotFound, BytesMissing])
def show_linked_file(app: App, query: LinkQuery) -> Response:
    """Get a file attached to a message, by its signed URL."""
    with unit_of_work() as session:
        upload = linked(session, app, current_grant(SHOW).subject)
    return serve_upload(upload, as_attachment=query.as_attachment)


def preview_url(upload: UploadFile) -> str:
    """Of a member's own."""
    return f"/console/api/files/{upload.id}/preview"


def app_uploads(app: App) -> UploadService:
    return UploadService(app.workspace_id, app.id, current.storage(), current.settings(FileSettings))


def kept(
    service: UploadService,
    part: FileStorage,
    *,
    app: App | None = None,
    user: str | None = None,
    account_id: UUID | None = None,
) -> UploadFile:
    """The form's file: bytes first, then its row."""
    name, media_type = service.checked_name(part.filename, part.mimetype)
    received = service.receive(media_type, _chunks(part))
    try:
        with unit_of_work() as session:
            end_user = EndUserService(session, app).obtain(user) if app and user else None
            owner = {"end_user_id": end_user.id if end_user else None, "account_id": account_id}
            return service.record(session, received, name, media_type, **owner)
    except ApiError:
        # Only a refusal is certain to have written nothing; after a lost connection the row may stand.
        stored.discard(service.objects, received)
        raise


def only_part() -> FileStorage:
    """The file of the request's form. Raises BytesTooMany, NoFileUploaded, TooManyFiles."""
    try:
        files = request.files
    except RequestEntityTooLarge as error:
        raise BytesTooMany("This file exceeds the size limit of every file type.") from error
    parts = [part for some in files.listvalues() for part in some]
    if "file" not in files:
        raise NoFileUploaded
    if len(parts) > 1:
        raise TooManyFiles
    return parts[0]


def _chunks(part: FileStorage) -> Iterator[bytes]:
    return cast(Iterator[bytes], iter(lambda: part.stream.read(CHUNK_BYTES), b""))
