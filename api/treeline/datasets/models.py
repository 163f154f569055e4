"""Knowledge bases: datasets, their documents, and the segments that are searched.

The rows decide what is found: words and vectors lie in tables of their own (schema `vectors`, made per dataset and per
index), and each hit in them is confirmed here.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.claims import Claimable
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

PROVIDERS = ("vendor", "external")
PERMISSIONS = ("only_me", "all_team_members", "partial_members")
TECHNIQUES = ("high_quality", "economy")
FORMS = ("text_model", "qa_model", "hierarchical_model")
MODES = ("automatic", "custom", "hierarchical")
# Of a document. "waiting" to "indexing" are steps of the work; `is_paused` stands beside them.
STATUSES = ("waiting", "parsing", "cleaning", "splitting", "indexing", "paused", "error", "completed")
INDEX_STATES = ("building", "active", "retired")
INDEX_KINDS = ("vectors", "words")
METADATA_TYPES = ("string", "number", "time")
Json = JSONB(none_as_null=True)


class Dataset(Model):
    """A knowledge base. From `deleted_at` on it is gone for everyone; its rows and tables follow in the background.

    `created_by`: the owner, who may have taken it over from one who left.
    `indexing_technique`: None until its first documents or settings decide; "economy" is searched by words only.
    `by_key`: an API key made it, so keys see it whatever its permission.
    """

    __tablename__ = "datasets"
    __table_args__ = (
        CheckConstraint(f"provider IN {PROVIDERS}", name="provider"),
        CheckConstraint(f"permission IN {PERMISSIONS}", name="permission"),
        CheckConstraint(f"indexing_technique IN {TECHNIQUES}", name="indexing_technique"),
        CheckConstraint(f"doc_form IN {FORMS}", name="doc_form"),
        Index("uq_datasets_name", "workspace_id", "name", unique=True, postgresql_where="deleted_at IS NULL"),
        Index(None, "workspace_id", "created_at"),
        Index(None, "created_by"),
        Index(None, "updated_by"),
        Index(None, "taken_over_from"),
        Index(None, "deleted_at", postgresql_where="deleted_at IS NOT NULL"),
        Index(None, "external_knowledge_api_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    provider: Mapped[str] = mapped_column(String(16), default="vendor")
    permission: Mapped[str] = mapped_column(String(20), default="only_me")
    data_source_type: Mapped[str | None] = mapped_column(String(32))
    indexing_technique: Mapped[str | None] = mapped_column(String(16))
    doc_form: Mapped[str] = mapped_column(String(24), default="text_model")
    doc_language: Mapped[str] = mapped_column(String(40), default="English")
    embedding_model_provider: Mapped[str | None] = mapped_column(Text)
    embedding_model: Mapped[str | None] = mapped_column(Text)
    retrieval_model: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # Of an external one: the service that answers, and what this is called there.
    external_knowledge_api_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("external_knowledge_apis.id", ondelete="SET NULL")
    )
    external_knowledge_id: Mapped[str | None] = mapped_column(Text)
    icon_info: Mapped[dict[str, Any] | None] = mapped_column(Json)
    built_in_field_enabled: Mapped[bool] = mapped_column(default=False)
    enable_api: Mapped[bool] = mapped_column(default=True)
    by_key: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    taken_over_at: Mapped[datetime | None]
    taken_over_from: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    deleted_at: Mapped[datetime | None]


class DatasetMember(Model):
    """Who may use a dataset whose permission is `partial_members`, beside the person who made it."""

    __tablename__ = "dataset_members"
    __table_args__ = (Index(None, "account_id"),)

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)


class AppDataset(Model):
    """An app's current config or published graph names the dataset. `created_by`: who says so, if that is known."""

    __tablename__ = "app_datasets"
    __table_args__ = (Index(None, "dataset_id"), Index(None, "created_by"))

    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), primary_key=True)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))


class DatasetProcessRule(Model):
    """A version of a pipeline: never changed, the last is for new documents. A document may get another."""

    __tablename__ = "dataset_process_rules"
    __table_args__ = (
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        Index(None, "dataset_id", "created_at"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    mode: Mapped[str] = mapped_column(String(16))
    # As the contract has them; None: the mode's own.
    rules: Mapped[dict[str, Any] | None] = mapped_column(Json)
    enrichments: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    def given(self) -> dict[str, Any]:
        return {"mode": self.mode, "rules": self.rules, "enrichments": self.enrichments}


class Document(Model, Claimable):
    """A file or a text of a dataset, and the work on it: this row is its place in the queue.

    The segments of `generation` answer; those of `building` are being made, and replace them whole. 0 answers nothing.
    `claim`: whose work it is until `claimed_until`; every write of that work names it. `storage_key`: the bytes as they
    came; `text_storage_key`: the text that was extracted from them, in UTF-8, into which segments point.
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint(f"indexing_status IN {STATUSES}", name="indexing_status"),
        CheckConstraint(f"doc_form IN {FORMS}", name="doc_form"),
        UniqueConstraint("source_id", "source_key"),
        Index(None, "dataset_id", "position"),
        Index(None, "dataset_id", "folder", "name"),
        Index(None, "dataset_id", "batch"),
        Index(
            "ix_documents_work",
            "is_urgent",
            "workspace_id",
            "created_at",
            postgresql_where="building IS NOT NULL AND indexing_status NOT IN ('paused', 'error', 'completed')",
        ),
        Index(None, "process_rule_id"),
        Index(None, "storage_key"),
        Index(None, "text_storage_key"),
        Index(None, "created_by"),
        Index(None, "disabled_by"),
        Index(None, "claimed_until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID]
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    position: Mapped[int]
    # "" or "guides/new": a folder exists while documents are in it.
    folder: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(Text)
    data_source_type: Mapped[str] = mapped_column(String(32), default="upload_file")
    upload_file_id: Mapped[UUID | None]
    # What it is kept in step with, and what it is called there.
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("dataset_sources.id", ondelete="SET NULL"))
    source_key: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    extension: Mapped[str] = mapped_column(String(32), default="")
    mime_type: Mapped[str] = mapped_column(String(255), default="text/plain")
    storage_key: Mapped[UUID | None]
    text_storage_key: Mapped[UUID | None]
    doc_form: Mapped[str] = mapped_column(String(24), default="text_model")
    doc_language: Mapped[str] = mapped_column(String(40), default="English")
    process_rule_id: Mapped[UUID | None] = mapped_column(ForeignKey("dataset_process_rules.id", ondelete="SET NULL"))
    batch: Mapped[str] = mapped_column(String(32))

    generation: Mapped[int] = mapped_column(Integer, default=0)
    building: Mapped[int | None]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    indexing_status: Mapped[str] = mapped_column(String(16), default="waiting")
    error_code: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(Text)
    # Of the generation that is made.
    total_segments: Mapped[int] = mapped_column(default=0)
    completed_segments: Mapped[int] = mapped_column(default=0)
    processing_started_at: Mapped[datetime | None]
    parsing_completed_at: Mapped[datetime | None]
    cleaning_completed_at: Mapped[datetime | None]
    splitting_completed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    # Of the generation that answers.
    tokens: Mapped[int] = mapped_column(BigInteger, default=0)
    word_count: Mapped[int] = mapped_column(BigInteger, default=0)

    enabled: Mapped[bool] = mapped_column(default=True)
    disabled_at: Mapped[datetime | None]
    disabled_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    archived: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None]
    # By the name of the field: the class has a `metadata` already.
    fields: Mapped[dict[str, Any]] = mapped_column("metadata", JSONB, default=dict)
    created_from: Mapped[str] = mapped_column(String(16), default="web")
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Segment(Model):
    """A passage of a document: what is found and cited.

    `text_start` to `text_end`: bytes of the extracted text that it was made of; None for what was typed by hand.
    `text_hash`: SHA-256 of what is indexed (headings and content), by which vectors are found again.
    """

    __tablename__ = "segments"
    __table_args__ = (
        UniqueConstraint("document_id", "generation", "position"),
        Index(None, "dataset_id", "text_hash"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    generation: Mapped[int]
    position: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    text_start: Mapped[int | None] = mapped_column(BigInteger)
    text_end: Mapped[int | None] = mapped_column(BigInteger)
    page_from: Mapped[int | None]
    page_to: Mapped[int | None]
    heading: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    # What a model wrote about it, which is searched too: context, questions, summary.
    enrichment: Mapped[dict[str, Any] | None] = mapped_column(Json)
    tokens: Mapped[int] = mapped_column(default=0)
    word_count: Mapped[int] = mapped_column(default=0)
    enabled: Mapped[bool] = mapped_column(default=True)
    disabled_at: Mapped[datetime | None]
    hit_count: Mapped[int] = mapped_column(default=0)
    # By hand, so it outlives a new generation.
    edited: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ChildChunk(Model):
    """A part of a segment that is searched in its place: the segment answers."""

    __tablename__ = "child_chunks"
    __table_args__ = (
        CheckConstraint("type IN ('automatic', 'customized')", name="type"),
        Index(None, "segment_id", "position"),
        Index(None, "document_id"),
        Index(None, "dataset_id", "text_hash"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    segment_id: Mapped[UUID] = mapped_column(ForeignKey("segments.id", ondelete="CASCADE"))
    position: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    text_start: Mapped[int | None] = mapped_column(BigInteger)
    text_end: Mapped[int | None] = mapped_column(BigInteger)
    tokens: Mapped[int] = mapped_column(default=0)
    word_count: Mapped[int] = mapped_column(default=0)
    type: Mapped[str] = mapped_column(String(16), default="automatic")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class KnowledgeIndex(Model, Claimable):
    """Vectors of one dataset by one model, in one store, or its words by the rules of one language.

    While another of the same kind is built, the active one answers. `claim`: whose work building it is until
    `claimed_until`; `error`: why it does not go on. Without a row, the words lie under the id of the dataset.
    """

    __tablename__ = "knowledge_indexes"
    __table_args__ = (
        CheckConstraint(f"state IN {INDEX_STATES}", name="state"),
        CheckConstraint(f"kind IN {INDEX_KINDS}", name="kind"),
        Index(None, "dataset_id"),
        Index("uq_knowledge_indexes_active", "dataset_id", "kind", unique=True, postgresql_where="state = 'active'"),
        Index(
            "uq_knowledge_indexes_building", "dataset_id", "kind", unique=True, postgresql_where="state = 'building'"
        ),
        Index(None, "created_at", postgresql_where="state <> 'active'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8), default="vectors")
    store: Mapped[str] = mapped_column(String(16))
    # Of vectors; empty for words.
    provider: Mapped[str] = mapped_column(Text, default="")
    model: Mapped[str] = mapped_column(Text, default="")
    # None until the model has answered once. From then on the store has it.
    dimensions: Mapped[int | None]
    # Of words.
    language: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16))
    # Texts that the model was asked about for it.
    embedded: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    stopped_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class IndexedDocument(Model):
    """An index that is being built has what this generation of the document answers."""

    __tablename__ = "indexed_documents"
    __table_args__ = (Index(None, "document_id"),)

    index_id: Mapped[UUID] = mapped_column(ForeignKey("knowledge_indexes.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    generation: Mapped[int]


class EmbeddingCache(Model):
    """What a text's vector is, so that no text is sent to a model twice. `vector`: float16, little-endian."""

    __tablename__ = "embedding_cache"
    __table_args__ = (Index(None, "used_at"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    provider: Mapped[str] = mapped_column(Text, primary_key=True)
    model: Mapped[str] = mapped_column(Text, primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime] = mapped_column(default=now)


class DatasetMetadata(Model):
    """A field that the documents of a dataset may have; the values are in `documents.metadata` by its id."""

    __tablename__ = "dataset_metadatas"
    __table_args__ = (
        CheckConstraint(f"type IN {METADATA_TYPES}", name="type"),
        UniqueConstraint("dataset_id", "name"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))


class DatasetQuery(Model):
    """What was asked of a dataset, and from where. Swept with age."""

    __tablename__ = "dataset_queries"
    __table_args__ = (Index(None, "dataset_id", "created_at"), Index(None, "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    content: Mapped[str] = mapped_column(Text)
    # hit_testing, app, api, agent, workflow.
    source: Mapped[str] = mapped_column(String(16))
    source_app_id: Mapped[UUID | None]
    # An account or an end user.
    created_by_role: Mapped[str] = mapped_column(String(16))
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
