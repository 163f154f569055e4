from typing import Literal

from treeline.kernel.schemas import Schema


class AdviceOut(Schema):
    """`code` is `area.kind`; `params` are the values in `message` and `remedy`."""

    code: str
    level: Literal["ok", "warning", "error"]
    message: str
    remedy: str
    params: dict[str, str]


class ExaminedOut(Schema):
    """One area; `skipped` because an area that it depends on has an error."""

    name: str
    level: Literal["ok", "warning", "error", "skipped"]
    findings: list[AdviceOut]


class DiagnosisOut(Schema):
    data: list[ExaminedOut]
