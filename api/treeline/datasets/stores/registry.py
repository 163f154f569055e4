"""The stores there are, by the name that an index and VECTOR_STORE have for them.

The libraries of remote stores are imported by whoever first speaks to one, never by a process that starts.
"""

import os

from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.outbox import Outbox
from treeline.datasets.stores.pgvector import PgvectorStore, Thresholds
from treeline.datasets.stores.port import VectorStore, VectorWriter
from treeline.datasets.stores.qdrant import QdrantStore, client_of
from treeline.datasets.stores.weaviate import WeaviateStore
from treeline.datasets.stores.weaviate_server import server_of
from treeline.kernel.db import DbSession, require_no_transaction


def is_remote(name: str) -> bool:
    return name != PgvectorStore.name


def open_writer(name: str, session: DbSession, settings: DatasetSettings) -> VectorWriter:
    """For what is written in a transaction; `name`: what the row of the index says."""
    return Outbox(session, name) if is_remote(name) else open_store(name, session, settings)


def open_store(name: str, session: DbSession, settings: DatasetSettings) -> VectorStore:
    """For one piece of work. A remote store is spoken to outside of transactions: then the session is not used."""
    if not is_remote(name):
        return PgvectorStore(session, Thresholds(graph_above=settings.vector_ann_above))
    require_no_transaction()
    if name == WeaviateStore.name:
        endpoint, grpc_endpoint = settings.weaviate_endpoint, settings.weaviate_grpc_endpoint
        return WeaviateStore(server_of(endpoint, grpc_endpoint, settings.weaviate_api_key, os.getpid()))
    return QdrantStore(client_of(settings.qdrant_url, settings.qdrant_api_key, os.getpid()), settings.qdrant_url)
