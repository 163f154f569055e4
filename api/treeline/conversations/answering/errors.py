from treeline.kernel.errors import ApiError


class AnswerPending(ApiError):
    """Whoever waited for an answer waited long enough; it is still being made."""

    status, code = 504, "answer_pending"
