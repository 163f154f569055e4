from treeline.accounts import ports as accounts
from treeline.apps import ports as apps
from treeline.apps.tags.ports import targets
from treeline.datasets import controllers, tasks
from treeline.datasets.bundles import controllers as bundles
from treeline.datasets.documents import controllers as documents
from treeline.datasets.documents.by_key import controllers as documents_by_key
from treeline.datasets.documents.setup import controllers as setup
from treeline.datasets.documents.tree import controllers as tree
from treeline.datasets.evaluation import controllers as evaluation
from treeline.datasets.evaluation import tasks as evaluation_tasks
from treeline.datasets.evaluation.models import EvaluationRun, EvaluationSet
from treeline.datasets.external import controllers as external
from treeline.datasets.external.keys import SEALED as EXTERNAL_KEYS
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.indexing import controllers as checks
from treeline.datasets.indexing import tasks as indexing
from treeline.datasets.keys import controllers as keys
from treeline.datasets.metadata import controllers as metadata
from treeline.datasets.models import Dataset, DatasetMetadata, Document
from treeline.datasets.pipelines import controllers as pipelines
from treeline.datasets.pipelines import tasks as pipeline_tasks
from treeline.datasets.removal import close_workspace
from treeline.datasets.retrieval import controllers as retrieval
from treeline.datasets.segments import controllers as segments
from treeline.datasets.segments.imports import controllers as imports
from treeline.datasets.segments.imports import tasks as importing
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.sources import controllers as sources
from treeline.datasets.sources import tasks as syncing
from treeline.datasets.sources.models import DatasetSource
from treeline.datasets.sources.packs import controllers as packs
from treeline.datasets.switches import controllers as switches
from treeline.datasets.tags import controllers as tags
from treeline.datasets.uploads import controllers as uploads
from treeline.datasets.uses import controllers as uses
from treeline.datasets.uses.configs import bind_config, knowledge_is_there
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns

FEATURE = Feature(
    settings=DatasetSettings,
    routes=[
        controllers.datasets,
        controllers.dataset,
        controllers.key_list,
        controllers.key_one,
        keys.keys,
        keys.keys_of_dataset,
        setup.setup,
        documents.documents,
        documents.key_routes,
        documents_by_key.by_key,
        tree.trees,
        tree.by_key,
        sources.sources,
        sources.key_source_routes,
        packs.packs,
        segments.shared,
        segments.by_key,
        imports.imports,
        imports.one,
        retrieval.one,
        retrieval.by_key,
        retrieval.several,
        switches.indexes,
        switches.key_routes,
        metadata.metadata,
        metadata.by_key,
        tags.tags,
        tags.one,
        bundles.exports,
        bundles.exports_by_key,
        bundles.imports,
        bundles.imports_by_key,
        uploads.uploads,
        checks.checks,
        uses.of_app,
        evaluation.sets,
        evaluation.one_set,
        evaluation.by_key,
        evaluation.one_by_key,
        external.apis,
        external.api,
        external.made,
        external.tested,
        pipelines.pipelines,
        pipelines.by_key,
    ],
    tasks=[tasks, indexing, importing, evaluation_tasks, pipeline_tasks, syncing],
    gives=[
        targets(tags.DATASET_TAGS),
        sealed_columns(EXTERNAL_KEYS),
        apps.config_checks(knowledge_is_there),
        apps.config_used(bind_config),
        named(
            Named("dataset_id", "dataset", Dataset.id, Dataset.name),
            Named("document_id", "document", Document.id, Document.name),
            Named("source_id", "source", DatasetSource.id, DatasetSource.name),
            Named("metadata_id", "metadata", DatasetMetadata.id, DatasetMetadata.name),
            Named("set_id", "evaluation_set", EvaluationSet.id, EvaluationSet.name),
            Named("run_id", "evaluation_run", EvaluationRun.id, EvaluationRun.name),
            Named("external_api_id", "external_api", ExternalKnowledgeApi.id, ExternalKnowledgeApi.name),
        ),
        accounts.closing(close_workspace),
    ],
)
