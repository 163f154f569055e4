from typing import Annotated
from uuid import UUID

from pydantic import Field

from treeline.datasets.segments.imports.models import SegmentImport
from treeline.kernel.schemas import ContractBody, Query, Schema


class SegmentImportIn(ContractBody):
    """`upload_file_id`: a CSV or TSV file that you uploaded."""

    upload_file_id: Annotated[UUID, Field(strict=False)]


class SegmentImportQuery(Query):
    """`job_id`: an import of this document; without it, the last one."""

    job_id: UUID | None = None


class SegmentImportOut(Schema):
    """`job_status`: waiting, processing, completed or error. All `total` segments are written, or none."""

    job_id: UUID
    job_status: str
    total: int
    error_code: str | None
    error: str | None

    @classmethod
    def of(cls, job: SegmentImport) -> "SegmentImportOut":
        known = {"total": job.total, "error_code": job.error_code, "error": job.error}
        return cls(job_id=job.id, job_status=job.status, **known)
