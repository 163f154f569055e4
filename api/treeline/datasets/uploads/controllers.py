"""Uploads that are to be documents, in the console."""

from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.datasets.extraction.errors import ExtractionFailed
from treeline.datasets.extraction.formats import EXTENSIONS
from treeline.datasets.uploads.previewing import preview
from treeline.datasets.uploads.schemas import Extensions, ShownText
from treeline.files.errors import BytesMissing
from treeline.files.uploads.controllers import member_uploads
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.service import UploadService
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import Routes

uploads = Routes(
    "document_uploads", "/console/api/files", group="Attachments", access=CONSOLE_OR_TOKEN, scope=member_uploads
)


@uploads.get("/support-type", can="belong")
def read_support_types(uploads: UploadService) -> Extensions:
    """List the file extensions that text can be extracted from, for knowledge bases. Other text files work too."""
    return Extensions(allowed_extensions=list(EXTENSIONS))


@uploads.get(
    "/<uuid:file_id>/preview",
    can="belong",
    transactional=False,
    refusals=[UploadNotFound, ExtractionFailed, BytesMissing],
)
def preview_own_file(uploads: UploadService, file_id: UUID) -> ShownText:
    """Preview a file you uploaded: the first 3,000 characters of its text, as a knowledge base would read it."""
    with unit_of_work() as session:
        upload = uploads.find(session, file_id, account_id=current_member().account_id)
    return ShownText(content=preview(uploads.objects, upload))
