from urllib.parse import unquote

from flask import request
from werkzeug.datastructures import FileStorage

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.files.remote.errors import RemoteFileNotFound
from treeline.files.remote.fetching import downloaded, look_at
from treeline.files.remote.schemas import RemoteFileIn, RemoteFileOut, RemoteUploadOut
from treeline.files.uploads.controllers import REFUSALS, kept, member_uploads, preview_url
from treeline.files.uploads.schemas import UploadOut
from treeline.files.uploads.service import UploadService
from treeline.kernel.web import Routes

remote = Routes(
    "remote_files", "/console/api/remote-files", group="Attachments", access=CONSOLE_OR_TOKEN, scope=member_uploads
)


@remote.post(
    "/upload", can="belong", needs="write", status=201, transactional=False, refusals=[RemoteFileNotFound, *REFUSALS]
)
def upload_remote_file(uploads: UploadService, body: RemoteFileIn) -> RemoteUploadOut:
    """Download a file from a URL and keep it as if you had uploaded it."""
    with downloaded(body.url.strip(), uploads.settings, uploads.settings.upload_most_bytes) as (found, file):
        part = FileStorage(file, found.name, content_type=found.media_type)
        upload = kept(uploads, part, account_id=current_member().account_id)
    shown = UploadOut.of(upload, preview_url(upload))
    return RemoteUploadOut(**shown.model_dump(), url=preview_url(upload))


@remote.get("/<path:url>", can="belong", transactional=False, refusals=[RemoteFileNotFound])
def look_at_remote_file(uploads: UploadService, url: str) -> RemoteFileOut:
    """Get the type and size of the file at a URL. Encode the URL, as it is a part of the path."""
    plain = url if "://" in url else unquote(url)
    query = request.query_string.decode()
    found = look_at(f"{plain}?{query}" if query else plain, uploads.settings)
    return RemoteFileOut(file_type=found.media_type, file_length=found.size or 0)
