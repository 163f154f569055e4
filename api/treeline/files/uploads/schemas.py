from typing import Self
from uuid import UUID

from treeline.apps.end_users.schemas import UserName
from treeline.files.uploads.models import UploadFile
from treeline.kernel.schemas import Query, Schema, Timestamp


class UploadOut(Schema):
    """An uploaded file. Use its id in `files` of a message."""

    id: UUID
    name: str
    size: int
    extension: str
    mime_type: str
    created_by: UUID | None
    created_at: Timestamp
    preview_url: str | None = None
    source_url: str | None = None

    @classmethod
    def of(cls, upload: UploadFile, address: str) -> Self:
        return cls(
            id=upload.id,
            name=upload.name,
            size=upload.size,
            extension=upload.extension,
            mime_type=upload.mime_type,
            created_by=upload.end_user_id or upload.account_id,
            created_at=upload.created_at,
            preview_url=address,
            source_url=address,
        )


class UploadRules(Schema):
    """Sizes in MiB, and the maximum number of files per message."""

    file_size_limit: int
    image_file_size_limit: int
    audio_file_size_limit: int
    video_file_size_limit: int
    workflow_file_upload_limit: int
    batch_count_limit: int
    file_upload_limit: int
    image_file_batch_limit: int
    single_chunk_attachment_limit: int
    attachment_image_file_size_limit: int


class UserForm(Query):
    """The end user the file belongs to."""

    user: UserName


class LinkQuery(Query):
    as_attachment: bool = False


class PreviewQuery(LinkQuery):
    user: UserName | None = None
