from treeline.kernel.errors import ApiError


class StepTooLarge(ApiError):
    """The model calls for more at once than a step may have."""

    code = "step_too_large"
