from treeline.kernel.errors import ApiError


class PipelineNotFound(ApiError):
    status, code = 404, "pipeline_not_found"

    def __init__(self, message: str = "Pipeline not found in this knowledge base."):
        super().__init__(message)


class PipelineRunNotFound(ApiError):
    status, code = 404, "pipeline_run_not_found"

    def __init__(self, message: str = "Pipeline run not found in this knowledge base."):
        super().__init__(message)


class EnrichmentFailed(ApiError):
    """A model that a step asks gave no answer, or none of use. `is_passing`: later it may."""

    code = "enrichment_failed"

    def __init__(self, message: str, *, is_passing: bool = False):
        super().__init__(message)
        self.is_passing = is_passing
