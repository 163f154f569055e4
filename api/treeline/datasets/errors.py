"""Errors of knowledge bases."""

from treeline.kernel.errors import ApiError


class DatasetNotFound(ApiError):
    status, code = 404, "dataset_not_found"

    def __init__(self, message: str = "Knowledge base not found in this workspace."):
        super().__init__(message)


class DatasetNameDuplicate(ApiError):
    status, code = 409, "dataset_name_duplicate"


class DatasetInUse(ApiError):
    status, code = 409, "dataset_in_use"


class DatasetHasOwner(ApiError):
    status, code = 409, "dataset_has_owner"

    def __init__(self, message: str = "The owner of this knowledge base is still a member of the workspace."):
        super().__init__(message)


class DatasetApiDisabled(ApiError):
    status, code = 403, "dataset_api_disabled"

    def __init__(self, message: str = "API access is turned off for this knowledge base."):
        super().__init__(message)


class DocumentNotFound(ApiError):
    status, code = 404, "document_not_found"

    def __init__(self, message: str = "Document not found in this knowledge base."):
        super().__init__(message)


class SegmentNotFound(ApiError):
    status, code = 404, "segment_not_found"

    def __init__(self, message: str = "Segment not found in this document."):
        super().__init__(message)


class ChildChunkNotFound(ApiError):
    status, code = 404, "child_chunk_not_found"

    def __init__(self, message: str = "Child chunk not found in this segment."):
        super().__init__(message)


class ArchivedDocumentImmutable(ApiError):
    status, code = 403, "archived_document_immutable"

    def __init__(self, message: str = "The document is archived. Unarchive it to change it."):
        super().__init__(message)


class DocumentIndexing(ApiError):
    code = "document_indexing"


class InvalidAction(ApiError):
    code = "invalid_action"


class KnowledgeIndexNotFound(ApiError):
    status, code = 404, "index_not_found"

    def __init__(self, message: str = "Index not found in this knowledge base, or it is not being built."):
        super().__init__(message)


class IndexIncomplete(ApiError):
    status, code = 409, "index_incomplete"

    def __init__(self, message: str = "The new index doesn't have all passages of the documents. Build it again."):
        super().__init__(message)


class MetadataNotFound(ApiError):
    status, code = 404, "metadata_not_found"

    def __init__(self, message: str = "Metadata field not found in this knowledge base."):
        super().__init__(message)


class MetadataNameDuplicate(ApiError):
    status, code = 409, "metadata_name_duplicate"
