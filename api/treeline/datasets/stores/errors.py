from treeline.kernel.errors import ApiError, Unavailable


class StoreUnavailable(Unavailable):
    """The vector store doesn't answer; the message names it."""

    code = "store_unavailable"


class StoreSchemaDiffers(ApiError):
    """The store has something else under an index's name: other dimensions, another distance, other columns."""

    status, code = 409, "store_schema_differs"


class VectorExtensionMissing(ApiError):
    """PostgreSQL has no pgvector that does; the message says what to install."""

    status, code = 503, "vector_extension_missing"
    retryable = False


class InvalidEmbedding(ApiError):
    """A vector of the wrong length, all zeros, or with something in it that is no number. Nothing was written."""

    status, code = 422, "embedding_invalid"
