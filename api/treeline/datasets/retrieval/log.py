"""What was asked, and how often a segment was an answer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from treeline.datasets.models import DatasetQuery, Segment
from treeline.datasets.retrieval.options import Asker
from treeline.kernel.db import unit_of_work
from treeline.kernel.text import clean


def write(asker: Asker, query: str, dataset_ids: Sequence[UUID], segment_ids: Sequence[UUID]) -> None:
    """Segments that somebody else holds are not counted: no search waits for indexing."""
    with unit_of_work() as session:
        for each in dict.fromkeys(dataset_ids):
            session.add(
                DatasetQuery(
                    dataset_id=each,
                    content=clean(query),
                    source=asker.source,
                    source_app_id=asker.app_id,
                    created_by_role=asker.role,
                    created_by=asker.id,
                )
            )
        free = select(Segment.id).where(Segment.id.in_(segment_ids)).with_for_update(skip_locked=True, key_share=True)
        session.execute(update(Segment).where(Segment.id.in_(free)).values(hit_count=Segment.hit_count + 1))
