"""The versions of a pipeline, and trials of them."""

from collections.abc import Mapping
from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.datasets.access import get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.controllers import GROUP
from treeline.datasets.documents.controllers import CONSOLE_PREFIX, KEY_PREFIX
from treeline.datasets.documents.schemas import ModelStepEstimate
from treeline.datasets.errors import DatasetNotFound, DocumentNotFound
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.models import DatasetProcessRule
from treeline.datasets.pipelines.errors import PipelineNotFound, PipelineRunNotFound
from treeline.datasets.pipelines.schemas import (
    PipelineApplied,
    PipelineApply,
    PipelineEstimate,
    PipelineIn,
    PipelineOut,
    PipelineRunIn,
    PipelineRunOut,
)
from treeline.datasets.pipelines.service import PipelineService
from treeline.datasets.pipelines.steps import Steps, steps_of
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.settings import KernelSettings
from treeline.kernel.web import Routes


def member_pipelines(dataset_id: UUID, can: str) -> PipelineService:
    return PipelineService(db.session, member_caller(), get_dataset(dataset_id, can))


def key_pipelines(dataset_id: UUID, can: str) -> PipelineService:
    return PipelineService(db.session, key_caller(can), key_dataset(dataset_id, can))


pipelines = Routes("pipelines", CONSOLE_PREFIX, group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_pipelines)


@pipelines.get("/pipelines", can="belong", refusals=[DatasetNotFound])
def list_pipelines(service: PipelineService, query: PageQuery) -> Page[PipelineOut]:
    """List the versions of the pipeline, newest first."""
    found, total = service.versions(query.offset, query.limit)
    documents = service.documents_of([each.id for each in found])
    shown = [_out(service, each, total - query.offset - at, total, documents) for at, each in enumerate(found)]
    return Page.of(shown, total, query)


@pipelines.post(
    "/pipelines", can="curate", deed="pipeline.create", status=201, refusals=[DatasetNotFound, InvalidInput]
)
def create_pipeline(service: PipelineService, body: PipelineIn) -> PipelineOut:
    """Save a pipeline as a new version. New documents get it; to index others again, apply it."""
    made = service.create(body.as_rule())
    total = service.versions(0, 1)[1]
    return _out(service, made, total, total, service.documents_of([made.id]))


@pipelines.post(
    "/pipelines/<uuid:pipeline_id>/apply",
    can="curate",
    deed="pipeline.activate",
    refusals=[DatasetNotFound, PipelineNotFound, DocumentNotFound],
)
def apply_pipeline(service: PipelineService, pipeline_id: UUID, body: PipelineApply) -> PipelineApplied:
    """Index documents again with a version. Until a document is done, it answers as before."""
    return PipelineApplied(documents=service.apply(service.get(pipeline_id), body.document_ids))


@pipelines.get("/pipelines/<uuid:pipeline_id>/estimate", can="curate", refusals=[DatasetNotFound, PipelineNotFound])
def estimate_pipeline(service: PipelineService, pipeline_id: UUID) -> PipelineEstimate:
    """Estimate what its steps that ask a model would take if it was applied to all documents."""
    documents, steps = service.estimate(service.get(pipeline_id), current.settings(KernelSettings))
    return PipelineEstimate(documents=documents, model_steps=[ModelStepEstimate.of(each) for each in steps])


@pipelines.post(
    "/pipeline-runs",
    can="curate",
    status=201,
    refusals=[DatasetNotFound, PipelineNotFound, DocumentNotFound, InvalidInput],
)
def try_pipeline(service: PipelineService, body: PipelineRunIn) -> PipelineRunOut:
    """Try a pipeline on up to 3 documents, in the background. Nothing about the documents changes."""
    if body.pipeline_id is not None:
        rule = ProcessRule.model_validate(service.get(body.pipeline_id).given())
    else:
        rule = Steps(steps=body.steps or []).as_rule()
    return PipelineRunOut.of(service.try_out(rule, body.document_ids))


@pipelines.get("/pipeline-runs/<uuid:pipeline_run_id>", can="curate", refusals=[DatasetNotFound, PipelineRunNotFound])
def read_pipeline_run(service: PipelineService, pipeline_run_id: UUID) -> PipelineRunOut:
    """Get a trial of a pipeline, with its result once there is one. It is kept for a day."""
    return PipelineRunOut.of(service.run(pipeline_run_id))


by_key = pipelines.mirrored("v1_pipelines", KEY_PREFIX, access=DATASET_KEY, scope=key_pipelines)


def _out(
    service: PipelineService,
    this: DatasetProcessRule,
    version: int,
    last: int,
    documents: Mapping[UUID, int],
) -> PipelineOut:
    return PipelineOut(
        id=this.id,
        version=version,
        is_current=version == last,
        steps=steps_of(ProcessRule.model_validate(this.given()), service.dataset.doc_form),  # pyright: ignore[reportArgumentType]  one of them
        document_count=documents.get(this.id, 0),
        created_by=this.created_by,
        created_at=this.created_at,
    )
