from treeline.kernel.errors import ApiError
from treeline.kernel.validation import problem


class SuggestionsDisabled(ApiError):
    status, code = 403, "app_suggested_questions_after_answer_disabled"

    def __init__(self):
        super().__init__(
            "Suggested questions are turned off for this app. Turn on suggested_questions_after_answer in its config."
        )


class NameMissing(ApiError):
    code = "invalid_param"

    def __init__(self):
        missing = problem("missing", "Field required")
        super().__init__("name: required unless auto_generate is true.", [missing.at("name")])
