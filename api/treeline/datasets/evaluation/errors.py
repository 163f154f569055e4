from treeline.kernel.errors import ApiError


class EvaluationSetNotFound(ApiError):
    status, code = 404, "evaluation_set_not_found"

    def __init__(self, message: str = "Evaluation set not found in this knowledge base."):
        super().__init__(message)


class EvaluationQuestionNotFound(ApiError):
    status, code = 404, "evaluation_question_not_found"

    def __init__(self, message: str = "Question not found in this evaluation set."):
        super().__init__(message)


class EvaluationRunNotFound(ApiError):
    status, code = 404, "evaluation_run_not_found"

    def __init__(self, message: str = "Run not found in this evaluation set."):
        super().__init__(message)


class EvaluationSetNameDuplicate(ApiError):
    status, code = 409, "evaluation_set_name_duplicate"


class EvaluationUnfinished(ApiError):
    """Only completed runs are compared."""

    status, code = 409, "evaluation_unfinished"
