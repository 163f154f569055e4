from treeline.kernel.errors import ApiError


class TooManySegments(ApiError):
    """A document is cut into more than a dataset takes of one."""

    code = "too_many_segments"
