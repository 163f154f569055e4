from treeline.kernel.errors import ApiError


class ExternalApiNotFound(ApiError):
    status, code = 404, "external_knowledge_api_not_found"

    def __init__(self, message: str = "External knowledge API not found in this workspace."):
        super().__init__(message)


class ExternalApiInUse(ApiError):
    status, code = 409, "external_knowledge_api_in_use"


class ExternalKnowledgeFailed(ApiError):
    """The service could not be asked, or its answer is none."""

    status, code = 502, "external_knowledge_failed"
