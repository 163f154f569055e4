from treeline.kernel.errors import ApiError
from treeline.kernel.validation import problem


class SuggestionsDisabled(ApiError):
    status, code = 403, "app_suggested_questions_after_answer_disabled"

    def __init__(self):
        super().__init__("This app suggests no questions: its config says so (suggested_questions_after_answer).")


class NameMissing(ApiError):
    code = "invalid_param"

    def __init__(self):
        missing = problem("missing", "Field required")
        super().__init__("name: give a name, or auto_generate: true.", [missing.at("name")])
