"""Whether knowledge bases can work: PostgreSQL has what they need, and the store of new indexes answers."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.extension import check_extension
from treeline.datasets.stores.registry import open_store


def probe(settings: DatasetSettings, engine: Engine) -> None:
    """Raises VectorExtensionMissing, StoreUnavailable, StoreSchemaDiffers. It may take as long as the store does."""
    with Session(engine) as session:
        # Words need it, wherever the vectors are.
        check_extension(session)
        store = open_store(settings.vector_store, session, settings)
        if store.transactional:
            return
    store.probe()
