"""What an import found: what was converted, what was lost, and what makes a document no app; each with its line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from treeline.kernel.validation import place

Severity = Literal["info", "warning", "error"]
Path = Sequence[str | int]
MAX_FINDINGS = 500


@dataclass(frozen=True)
class Finding:
    """`info`: converted or kept, nothing to do. `warning`: lost. `error`: the document is not taken.

    `path`: as in `workflow.graph.nodes[3].data`. `line`: 1-based; None for what has none. `accepted`: what would do.
    """

    severity: Severity
    code: str
    path: str
    what: str
    line: int | None = None
    accepted: str = ""

    def __str__(self) -> str:
        at = f"line {self.line}: " if self.line else ""
        where = f"{self.path}: " if self.path else ""
        return f"{at}{where}{self.what}" + (f" Accepted: {self.accepted}." if self.accepted else "")


class BadImport(Exception):
    """A document that is not imported; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]):
        super().__init__(str(findings[0]))
        self.findings = list(findings)

    @property
    def code(self) -> str:
        return self.findings[0].code

    @classmethod
    def at(cls, line: int | None, code: str, what: str, accepted: str = "", path: str = "") -> "BadImport":
        return cls([Finding("error", code, path, what, line, accepted)])


@dataclass
class Report:
    """Collects findings. `line_of`: the line of a path in the document as it was written."""

    line_of: Callable[[Path], int | None] = lambda _: None
    findings: list[Finding] = field(default_factory=list[Finding])
    omitted: int = 0

    def info(self, code: str, path: Path, what: str, accepted: str = "") -> None:
        self._add("info", code, path, what, accepted)

    def lost(self, code: str, path: Path, what: str, accepted: str = "") -> None:
        self._add("warning", code, path, what, accepted)

    def wrong(self, code: str, path: Path, what: str, accepted: str = "") -> None:
        self._add("error", code, path, what, accepted)

    def require_none_wrong(self) -> None:
        """Raises BadImport with everything that is wrong."""
        if errors := [each for each in self.findings if each.severity == "error"]:
            raise BadImport(errors)

    @property
    def has_losses(self) -> bool:
        return any(each.severity == "warning" for each in self.findings)

    def _add(self, severity: Severity, code: str, path: Path, what: str, accepted: str = "") -> None:
        # Losses and errors are what people need; of what is merely told there may be one a node.
        if len(self.findings) >= MAX_FINDINGS and (severity == "info" or len(self.findings) >= 2 * MAX_FINDINGS):
            self.omitted += 1
            return
        self.findings.append(Finding(severity, code, place(path), what, self.line_of(path), accepted))
