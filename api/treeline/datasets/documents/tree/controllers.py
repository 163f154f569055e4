from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.assets.packs.errors import ContentNotFound
from treeline.datasets.access import get_dataset, key_dataset
from treeline.datasets.documents.controllers import CONSOLE_PREFIX, GROUP, KEY_PREFIX
from treeline.datasets.documents.receiving import folder_of
from treeline.datasets.documents.tree.schemas import TreeDocument, TreeDocuments, TreeDocumentsQuery
from treeline.datasets.documents.tree.service import DocumentTreeService
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.sources.schemas import ContentsOfDocuments
from treeline.files.errors import BytesMissing
from treeline.files.serving import streamed
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.web import Routes


def member_tree(dataset_id: UUID, can: str) -> DocumentTreeService:
    return DocumentTreeService(db.session, get_dataset(dataset_id, can))


def key_tree(dataset_id: UUID, can: str) -> DocumentTreeService:
    return DocumentTreeService(db.session, key_dataset(dataset_id, can))


trees = Routes("document_tree", CONSOLE_PREFIX, group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_tree)


@trees.get("/tree/documents", can="belong", refusals=[DatasetNotFound])
def list_tree_documents(service: DocumentTreeService, query: TreeDocumentsQuery) -> TreeDocuments:
    """List all documents, or those in a folder, with what a sync compares: path, size and SHA-256."""
    found = service.documents(folder_of(query.folder), deep=query.deep)
    return TreeDocuments(data=[TreeDocument.of(each) for each in found])


@trees.post("/contents", can="belong", transactional=False, refusals=[DatasetNotFound, ContentNotFound, BytesMissing])
def read_document_contents(service: DocumentTreeService, body: ContentsOfDocuments) -> Response:
    """Download the files of many documents in one stream, by their SHA-256.

    Each is framed as in a pack: 4 bytes for its index in the request, 8 for its length, then its content.
    """
    frames = service.frames(current.storage(), body.sha256)
    return streamed(frames, headers={"Content-Type": "application/octet-stream"})


by_key = trees.mirrored("v1_document_tree", KEY_PREFIX, access=DATASET_KEY, scope=key_tree)
