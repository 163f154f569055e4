from typing import Annotated, Any, Literal, Self
from uuid import UUID

import msgspec
from msgspec import Struct
from pydantic import AfterValidator, Field, StringConstraints

from treeline.assets.packs.schemas import Sha256
from treeline.assets.sync.paths import SyncFile, parsed
from treeline.assets.sync.schemas import MissingBytes, SyncFileIn
from treeline.datasets.documents.receiving import folder_of
from treeline.datasets.sources.comparison import Plan
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.datasets.sources.requests import Report
from treeline.kernel.addresses import checked_address
from treeline.kernel.errors import InvalidInput
from treeline.kernel.schemas import SEEN, Body, Query, Schema, Timestamp
from treeline.kernel.validation import invalid

MAX_URLS, MAX_URL, MAX_PATTERNS, MAX_PATTERN, MAX_PATH = 200, 2048, 50, 255, 1024
Tree = Literal["draft", "active"]
OnMissing = Literal["delete", "keep"]
# Of other products, and what does their work here.
ELSEWHERE = ("website_crawl", "notion_import")


def _url(url: str) -> str:
    try:
        return checked_address(url.strip())
    except ValueError as error:
        raise invalid("url_invalid", "{reason}", reason=str(error)) from error


SourceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), SEEN]
FolderPath = Annotated[str, Field(max_length=MAX_PATH), AfterValidator(folder_of)]
Pattern = Annotated[str, Field(min_length=1, max_length=MAX_PATTERN)]
Patterns = Annotated[list[Pattern], Field(max_length=MAX_PATTERNS)]
Url = Annotated[str, Field(max_length=MAX_URL), AfterValidator(_url)]
Urls = Annotated[list[Url], Field(max_length=MAX_URLS)]


class SourceIn(Body):
    """`asset_tree`: the files of an app, of its draft or its active version, below `path`, as far as they fit
    `include` (all if empty) and not `exclude`. `url_list`: pages and files at `urls`.

    `dry_run` only lists the changes of the first sync.
    """

    kind: Annotated[str, Field(max_length=32)]
    name: SourceName | None = None
    folder: FolderPath = ""
    on_missing: OnMissing = "delete"
    auto_sync: bool = True
    app_id: Annotated[UUID, Field(strict=False)] | None = None
    tree: Tree = "active"
    path: FolderPath = ""
    include: Patterns = Field(default_factory=list)
    exclude: Patterns = Field(default_factory=list)
    urls: Urls = Field(default_factory=list)
    dry_run: bool = False

    def checked(self) -> Self:
        """Raises InvalidInput for what is no source here, or not all of one."""
        if self.kind in ELSEWHERE:
            told = f"{self.kind} is not supported. Use url_list with the URLs of the pages."
            raise InvalidInput.at("kind", "source_unsupported", told)
        if self.kind not in ("asset_tree", "url_list"):
            told = "must be asset_tree or url_list. Zips go to …/sources/archive, folders to …/sync."
            raise InvalidInput.at("kind", "source_unsupported", told)
        if self.kind == "asset_tree" and self.app_id is None:
            raise InvalidInput.at("app_id", "missing", "required: the app whose files are synced.")
        if self.kind == "url_list" and not self.urls:
            raise InvalidInput.at("urls", "missing", "required: the URLs of the pages.")
        return self


class SourceChange(Body):
    """Omitted fields keep their values. The next sync follows the new ones."""

    name: SourceName | None = None
    on_missing: OnMissing | None = None
    auto_sync: bool | None = None
    tree: Tree | None = None
    path: FolderPath | None = None
    include: Patterns | None = None
    exclude: Patterns | None = None
    urls: Annotated[list[Url], Field(min_length=1, max_length=MAX_URLS)] | None = None


class SourceSyncIn(Body):
    """`confirm`: also if more than half of the source's documents would be deleted."""

    dry_run: bool = False
    confirm: bool = False


class SourceRemoval(Query):
    documents: Literal["keep", "delete"] = "keep"


class ArchiveQuery(Query):
    """`source_id`: the source that an earlier zip has made; without it, this zip makes a new one."""

    source_id: UUID | None = None
    name: str = Field("", max_length=255)
    folder: str = Field("", max_length=MAX_PATH)
    on_missing: OnMissing = "delete"
    dry_run: bool = False
    confirm: bool = False


class SyncProblem(Schema):
    path: str
    code: str
    message: str


class SourceSyncOut(Schema):
    """Numbers of documents. `kept`: what the source has no more; `skipped`: files that are no documents, of which
    `problems` names the first 100."""

    id: UUID
    state: Literal["waiting", "running", "completed", "error"]
    began_by: Literal["request", "change"]
    added: int
    changed: int
    moved: int
    removed: int
    kept: int
    unchanged: int
    skipped: int
    problems: list[SyncProblem]
    error_code: str | None
    error: str | None
    created_at: Timestamp
    created_by: UUID | None
    started_at: Timestamp | None
    ended_at: Timestamp | None


class SourceOut(Schema):
    id: UUID
    kind: Literal["asset_tree", "archive", "push", "url_list"]
    name: str
    folder: str
    on_missing: OnMissing
    auto_sync: bool
    app_id: UUID | None
    app_name: str | None
    tree: Tree
    path: str
    include: list[str]
    exclude: list[str]
    urls: list[str]
    document_count: int
    created_at: Timestamp
    created_by: UUID | None
    last_sync: SourceSyncOut | None

    @classmethod
    def of(cls, source: DatasetSource, documents: int, last: DatasetSync | None, app_name: str | None) -> "SourceOut":
        own = {name: getattr(source, name) for name in cls.model_fields if name in DatasetSource.__mapper__.columns}
        shown = None if last is None else SourceSyncOut.model_validate(last)
        return cls(**own, document_count=documents, last_sync=shown, app_name=app_name)


class Sources(Schema):
    data: list[SourceOut]


class MovedPath(Schema):
    before: str
    after: str


class SyncChanges(Schema):
    """Paths in the source, or URLs."""

    added: list[str]
    changed: list[str]
    moved: list[MovedPath]
    removed: list[str]
    kept: list[str]


class KnowledgeSyncOut(Schema):
    """Numbers of documents, as in the history of syncs. `changes`, `missing` and `needs_confirmation` only with
    `dry_run`: with the latter, more than half of the documents would be deleted."""

    source_id: UUID | None
    added: int
    changed: int
    moved: int
    removed: int
    kept: int
    unchanged: int
    skipped: int
    problems: list[SyncProblem]
    changes: SyncChanges | None = None
    missing: list[MissingBytes] | None = None
    needs_confirmation: bool | None = None

    @classmethod
    def of(cls, report: Report, *, dry: bool) -> "KnowledgeSyncOut":
        plan, listing = report.plan, report.listing
        planned: dict[str, Any] = {}
        if dry:
            missing = [MissingBytes(sha256=sha256, size=size) for sha256, size in report.missing.items()]
            planned = {"changes": _changes(plan), "missing": missing, "needs_confirmation": plan.loses_most}
        return cls(
            source_id=report.source_id,
            added=len(plan.added),
            changed=len(plan.changed),
            moved=len(plan.moved),
            removed=len(plan.removed),
            kept=len(plan.kept),
            unchanged=plan.unchanged,
            skipped=listing.skipped,
            problems=[SyncProblem(**each) for each in listing.problems],
            **planned,
        )


class SourceMade(Schema):
    """`source` and its first `sync`, which runs in the background; with `dry_run`, only the `plan`."""

    source: SourceOut | None = None
    sync: SourceSyncOut | None = None
    plan: KnowledgeSyncOut | None = None


class SyncAsked(Schema):
    """The `sync` that runs in the background; with `dry_run`, only the `plan`."""

    sync: SourceSyncOut | None = None
    plan: KnowledgeSyncOut | None = None


class KnowledgeSyncIn(Body):
    """The files of a folder. `delete_extraneous` deletes documents of earlier syncs of `folder` that are not in it."""

    files: list[SyncFileIn]
    folder: FolderPath = ""
    delete_extraneous: bool = False
    dry_run: bool = False
    confirm: bool = False


class PushBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """The same, read by msgspec: there may be 100,000 of them."""

    files: list[SyncFile]
    folder: Annotated[str, msgspec.Meta(max_length=MAX_PATH)] = ""
    delete_extraneous: bool = False
    dry_run: bool = False
    confirm: bool = False
    # Of a folder that is synced; here there are none.
    folders: list[str] = msgspec.field(default_factory=list)


_decode = msgspec.json.Decoder(PushBody).decode


def parse_push(data: bytes) -> PushBody:
    """Raises InvalidBatch."""
    return parsed(data, _decode)


class ContentsOfDocuments(Body):
    sha256: Annotated[list[Sha256], Field(min_length=1, max_length=10_000)]


def _changes(plan: Plan) -> SyncChanges:
    return SyncChanges(
        added=plan.added,
        changed=list(plan.changed),
        moved=[MovedPath(before=move.before, after=move.after) for move in plan.moved],
        removed=list(plan.removed),
        kept=plan.kept,
    )
