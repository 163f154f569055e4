from dataclasses import dataclass


class CodeFailed(Exception):
    """`line`: of the code, if it is known; `kind`: a short name for programs."""

    def __init__(self, message: str, line: int | None = None, *, kind: str = "code_error", retryable: bool = False):
        super().__init__(message)
        self.message, self.line, self.kind, self.retryable = message, line, kind, retryable


@dataclass(frozen=True)
class CodeProblem:
    """What is wrong with code that has not run."""

    line: int
    message: str
