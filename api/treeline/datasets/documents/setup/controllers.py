"""Rules, estimate, and the first documents of a knowledge base."""

from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.datasets.access import find_dataset, member_caller
from treeline.datasets.controllers import CHOOSING, GROUP, member_datasets, out, service_of
from treeline.datasets.documents.adding import Adding
from treeline.datasets.documents.controllers import REFUSALS, documents_of, received_uploads, shown, uploads_of
from treeline.datasets.documents.estimating import MAX_FILES, estimate
from treeline.datasets.documents.receiving import kept_if_recorded
from treeline.datasets.documents.schemas import (
    DocumentOut,
    EstimateIn,
    EstimateOut,
    KnowledgeConfig,
    ModelStepEstimate,
    PreviewPair,
    PreviewPiece,
    ProcessRuleOut,
    ProcessRuleQuery,
)
from treeline.datasets.embedding_models import model_to_come
from treeline.datasets.errors import DatasetNotFound, DocumentNotFound
from treeline.datasets.extraction.errors import ExtractionFailed
from treeline.datasets.models import Dataset, DatasetProcessRule, Document
from treeline.datasets.permissions import visible
from treeline.datasets.pipelines.pricing import estimated
from treeline.datasets.schemas import MAX_NAME, DatasetOut
from treeline.datasets.service import DatasetService
from treeline.datasets.splitting.pieces import AUTOMATIC, Rules
from treeline.datasets.splitting.schemas import MAX_TOKENS
from treeline.files.errors import BytesMissing
from treeline.files.uploads.errors import UploadNotFound
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.errors import InvalidInput
from treeline.kernel.schemas import Schema
from treeline.kernel.web import Routes
from treeline.providers.port import Price, Usage

setup = Routes("dataset_setup", "/console/api/datasets", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_datasets)
USUAL = {
    "pre_processing_rules": [
        {"id": "remove_extra_spaces", "enabled": True},
        {"id": "remove_urls_emails", "enabled": False},
    ],
    "segmentation": {"separator": "\\n\\n", "max_tokens": AUTOMATIC.max_tokens, "chunk_overlap": 50},
}


class SetUp(Schema):
    dataset: DatasetOut
    documents: list[DocumentOut]
    batch: str


@setup.get("/process-rule", can="belong", refusals=[DocumentNotFound])
def read_process_rule(service: DatasetService, query: ProcessRuleQuery) -> ProcessRuleOut:
    """Get the rule a document was split by, or the usual one."""
    limits = {"indexing_max_segmentation_tokens_length": MAX_TOKENS}
    rule = _rule_of(service, query.document_id) if query.document_id else None
    if rule is None:
        return ProcessRuleOut(mode="custom", rules=USUAL, limits=limits)
    return ProcessRuleOut(**{**rule.given(), "rules": rule.rules or {}}, limits=limits)


@setup.post(
    "/indexing-estimate",
    can="curate",
    transactional=False,
    refusals=[DatasetNotFound, UploadNotFound, InvalidInput, ExtractionFailed, BytesMissing],
)
def estimate_indexing(service: DatasetService, body: EstimateIn) -> EstimateOut:
    """Preview how uploaded files would be split, and what it would take."""
    ids = body.file_ids()
    if len(ids) > MAX_FILES:
        raise InvalidInput.at("info_list", "too_long", f"at most {MAX_FILES} files at once.", max_length=MAX_FILES)
    named = ("doc_form", "indexing_technique", "embedding_model", "embedding_model_provider")
    how = body.model_dump(include=set(named), exclude_none=True)
    with unit_of_work() as session:
        if body.dataset_id is not None:
            dataset = find_dataset(session, service.caller, body.dataset_id)
            how = {name: getattr(dataset, name) for name in named} | how
        model = model_to_come(session, service.caller.workspace_id, service.settings, how)
        uploads = uploads_of(db.session, ids)
    rules = Rules.of(body.process_rule, how.get("doc_form") or "text_model")
    whole = estimate(current.storage(), uploads, rules)
    with unit_of_work() as session:
        whose = (service.caller.workspace_id, service.settings)
        steps = estimated(session, *whose, rules.enrichments, rules.doc_form, whole.sizes)
    tokens = whole.tokens if model else 0
    price = model.price(Usage(tokens)) if model else Price()
    pieces = whole.first.preview if whole.first else ()
    return EstimateOut(
        total_segments=whole.total_segments,
        tokens=tokens,
        total_price=price.total,
        currency=price.currency,
        price_known=price.known,
        preview_text=whole.text,
        preview=[
            PreviewPiece(
                content=each.content,
                start=each.start,
                end=each.end,
                child_chunks=[child.content for child in each.children],
                heading=list(each.heading),
                page_from=each.page_from,
                page_to=each.page_to,
            )
            for each in pieces
        ],
        qa_preview=[PreviewPair(question=each.content, answer=each.answer) for each in pieces if each.answer],
        model_steps=[ModelStepEstimate.of(each) for each in steps],
    )


@setup.post(
    "/init", can="curate", deed="dataset.create", transactional=False, refusals=[*REFUSALS, *CHOOSING, UploadNotFound]
)
def set_up_dataset(service: DatasetService, body: KnowledgeConfig) -> SetUp:
    """Create a knowledge base out of uploaded files. They are indexed in the background."""
    allow(current_member(), "curate")
    if body.original_document_id is not None:
        # A new one has none; it is not made before that is said.
        raise DocumentNotFound
    with unit_of_work() as session:
        uploads = uploads_of(session, body.file_ids())
    files = received_uploads(uploads, body)
    # What it is made of is there: a knowledge base without its documents is not left behind.
    with kept_if_recorded(current.storage(), files), unit_of_work() as session:
        wanted = body.model_dump(
            include={"indexing_technique", "doc_form", "doc_language", "embedding_model", "embedding_model_provider"},
            exclude_none=True,
        )
        made = service_of(member_caller()).create({**wanted, "name": _free_name(service, body.name or uploads[0].name)})
        if body.retrieval_model:
            made.retrieval_model = body.retrieval_model.as_stored()
        session.flush()
        documents = documents_of(service.caller, made)
        added = shown(documents, Adding(service_of(service.caller), documents).add(files, body))
        session.flush()
        done(session, object_id=made.id, object_name=made.name, documents=len(added))
        return SetUp(dataset=out(service_of(service.caller), made), documents=added, batch=added[0].batch)


def _rule_of(service: DatasetService, document_id: UUID) -> DatasetProcessRule | None:
    """Raises DocumentNotFound."""
    wanted = (
        select(Document, DatasetProcessRule)
        .join(Dataset, Dataset.id == Document.dataset_id)
        .outerjoin(DatasetProcessRule, DatasetProcessRule.id == Document.process_rule_id)
        .where(Document.id == document_id, visible(service.caller))
    )
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise DocumentNotFound
    return row[1]


def _free_name(service: DatasetService, wanted: str) -> str:
    """Of the first file, with a number where that is taken."""
    wanted = wanted.rpartition(".")[0] or wanted
    names = {each.name for each in service.find(keyword=wanted[: MAX_NAME - 5], limit=1000)[0]}
    if wanted[:MAX_NAME] not in names:
        return wanted[:MAX_NAME]
    return next(name for number in range(2, 10_000) if (name := f"{wanted[: MAX_NAME - 5]} {number}") not in names)
