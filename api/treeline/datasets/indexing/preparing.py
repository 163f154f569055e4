"""The tables of a dataset, before its first documents are published: made in that transaction, they would keep all
others that are published for the first time waiting until it ends.
"""

from collections.abc import Iterator, Sequence

from treeline.datasets.indexing.jobs import Job, VectorTarget, searched
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import open_store
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work


def prepare(job: Job, targets: Sequence[VectorTarget]) -> None:
    """In a short transaction of its own. Raises VectorExtensionMissing, and errors of the store."""
    with unit_of_work() as session:
        WordIndex(session, job.dataset_id, job.doc_language).settle(_texts(session, job))
        for target in targets:
            if target.dims is not None:
                store = open_store(target.store, session, current.settings(DatasetSettings))
                store.create(VectorIndex(target.id, target.dims))


def _texts(session: DbSession, job: Job) -> Iterator[str]:
    """Read only if they are wanted."""
    yield from (each.text for each in searched(session, job, -1))
