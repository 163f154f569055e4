from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.datasets.access import get_dataset
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.indexing.checking import check_now
from treeline.datasets.indexing.schemas import DatasetCheckIn, DatasetCheckOut
from treeline.datasets.models import Dataset
from treeline.datasets.stores.errors import StoreUnavailable
from treeline.kernel.web import Routes


def member_dataset(dataset_id: UUID, can: str) -> Dataset:
    return get_dataset(dataset_id, can)


checks = Routes(
    "dataset_checks",
    "/console/api/datasets/<uuid:dataset_id>/check",
    group="Knowledge bases",
    access=CONSOLE_OR_TOKEN,
    scope=member_dataset,
)


@checks.post("", can="curate", transactional=False, refusals=[DatasetNotFound, StoreUnavailable])
def check_dataset(dataset: Dataset, body: DatasetCheckIn) -> DatasetCheckOut:
    """Compare the search tables of a knowledge base with its documents, as is done every night."""
    found = check_now(dataset.id, fix=body.fix)
    return DatasetCheckOut(orphans=found.orphans, incomplete=found.incomplete)
