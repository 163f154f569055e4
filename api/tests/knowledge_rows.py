"""A row of everything that a knowledge base may have, for those who walk past all routes."""

from uuid import UUID

from treeline.datasets.evaluation.models import EvaluationQuestion, EvaluationRun, EvaluationSet
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.models import ChildChunk, DatasetMetadata, DatasetProcessRule, Document, KnowledgeIndex, Segment
from treeline.datasets.pipelines.models import PipelineRun
from treeline.datasets.segments.imports.models import SegmentImport
from treeline.datasets.sources.models import DatasetSource
from treeline.kernel.db import DbSession, Model
from treeline.kernel.ids import new_id


def add_knowledge(session: DbSession, workspace_id: UUID, dataset_id: UUID, mark: str = "hers") -> dict[str, str]:
    """Their ids, by the names that routes give them. `mark`: what they are named, and say."""

    def added(row: Model) -> str:
        session.add(row)
        session.flush()
        return str(getattr(row, "id"))  # noqa: B009  not every table has one

    document = Document(
        id=new_id(),
        workspace_id=workspace_id,
        dataset_id=dataset_id,
        position=1,
        name=f"{mark}.md",
        batch=mark,
        generation=1,
        indexing_status="completed",
    )
    ids = {"document_id": added(document), "batch": document.batch}
    text = {"dataset_id": dataset_id, "document_id": document.id, "position": 0, "content": mark}
    segment = Segment(**text, generation=1, text_hash="0" * 64)
    ids["segment_id"] = added(segment)
    ids["child_id"] = added(ChildChunk(**text, segment_id=segment.id, text_hash="0" * 64))
    ids["metadata_id"] = added(DatasetMetadata(dataset_id=dataset_id, name=mark, type="string"))
    ids["index_id"] = added(KnowledgeIndex(dataset_id=dataset_id, store="pgvector", state="building"))
    ids["pipeline_id"] = added(DatasetProcessRule(dataset_id=dataset_id, mode="automatic"))
    ids["pipeline_run_id"] = added(PipelineRun(dataset_id=dataset_id, rule={}, document_ids=[document.id]))
    service = ExternalKnowledgeApi(workspace_id=workspace_id, name=mark, endpoint="http://hers.invalid")
    ids["external_api_id"] = added(service)
    job = SegmentImport(dataset_id=dataset_id, document_id=document.id, rows=[], total=0)
    ids["job_id"] = added(job)
    ids["source_id"] = added(DatasetSource(dataset_id=dataset_id, kind="url_list", name=mark))
    trial = EvaluationSet(dataset_id=dataset_id, name=mark)
    ids["set_id"] = added(trial)
    ids["question_id"] = added(EvaluationQuestion(set_id=trial.id, position=0, content=mark, expected=[]))
    ids["run_id"] = added(EvaluationRun(set_id=trial.id, options={}, searched={}, total=0))
    return ids
