from collections.abc import Sequence
from typing import Any, Self

from treeline.kernel.errors import ApiError, Unavailable


class InvalidBundle(ApiError):
    """Not an export of a knowledge base, or not as it was written. `details` name up to 100 places."""

    code = "bundle_invalid"

    @classmethod
    def of(cls, problems: Sequence[dict[str, Any]]) -> Self:
        first = problems[0]
        return cls(f"{first['path']}: {first['message']}", list(problems[:100]))


class BundleVersionUnsupported(ApiError):
    """Written by a newer Treeline."""

    code = "bundle_version_unsupported"


class ExportNotOffered(ApiError):
    """External knowledge bases have nothing here."""

    status, code = 409, "export_not_offered"


class ImportLost(Unavailable):
    """It stood still for so long that it was given up."""

    code = "import_lost"

    def __init__(self) -> None:
        super().__init__("The import took too long between two steps and was given up. Try again.")
