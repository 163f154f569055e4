"""What a text is cut into, and by which rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, get_args

from pydantic import ValidationError

from treeline.datasets.pipelines.enrichments import OF_SEGMENTS, Enrichment
from treeline.datasets.splitting.schemas import DocForm, Mode, ParentMode, ProcessRule, Segmentation, SplittingRules
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import Problem, details_of

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Child:
    """A part of a piece that is searched in its place. Offsets as those of its piece."""

    content: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Added:
    """What a model wrote about a segment, to find it by."""

    context: str = ""
    questions: tuple[str, ...] = ()
    summary: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Self:
        """As a row has it."""
        if not stored:
            return cls()
        return cls(stored.get("context", ""), tuple(stored.get("questions", ())), stored.get("summary", ""))

    def stored(self) -> dict[str, Any] | None:
        return {"context": self.context, "questions": list(self.questions), "summary": self.summary} if self else None

    def __bool__(self) -> bool:
        return bool(self.context or self.questions or self.summary)


NOTHING = Added()


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment to be. `start`, `end`: characters of the extracted text that it is from, whatever cleaning did to it.

    `heading`: the headings over it, from the outermost; `answer`: of a question, which `content` then is.
    """

    content: str
    start: int
    end: int
    heading: tuple[str, ...] = ()
    page_from: int | None = None
    page_to: int | None = None
    answer: str | None = None
    children: tuple[Child, ...] = ()
    added: Added = NOTHING


def indexed_text(heading: Sequence[str], content: str, answer: str | None = None, added: Added = NOTHING) -> str:
    """What is searched and embedded: the headings that the text does not begin with itself, then the text, with
    what was added to it around it.

    No name of a file: it may be moved for nothing. Of a pair, the question alone.
    """
    text = content if answer is not None or not heading else _under(heading, content)
    return "\n\n".join(each for each in (added.context, text, *added.questions, added.summary) if each)


def child_text(heading: Sequence[str], content: str, added: Added = NOTHING) -> str:
    """Of a child chunk. What was added to its segment beside the context has child chunks of its own."""
    return indexed_text(heading, content, added=Added(added.context))


def _under(heading: Sequence[str], content: str) -> str:
    own = {line.strip("# \t") for line in content.split("\n", 2 * len(heading))[: 2 * len(heading)]}
    over = [title for title in heading if title not in own]
    return f"{' > '.join(over)}\n\n{content}" if over else content


@dataclass(frozen=True)
class Cut:
    """How long a piece may be, in tokens as `lengths` counts them. A `separator` always ends one."""

    max_tokens: int
    overlap: int = 0
    separator: str | None = None


AUTOMATIC = Cut(500)
PARENT = Cut(1000)
CHILD = Cut(200)


@dataclass(frozen=True)
class Rules:
    """A checked process rule. `cut`: of the segments; `child_cut`: of the child chunks, if there are any."""

    mode: Mode = "automatic"
    doc_form: DocForm = "text_model"
    remove_extra_spaces: bool = True
    remove_urls_emails: bool = False
    cut: Cut = AUTOMATIC
    parent_mode: ParentMode = "paragraph"
    child_cut: Cut = CHILD
    # In the order of the steps.
    enrichments: tuple[Enrichment, ...] = ()

    @classmethod
    def of(cls, process_rule: Mapping[str, Any] | ProcessRule | None, doc_form: str = "text_model") -> Self:
        """Raises InvalidInput with all that is wrong, each at its place under `process_rule`."""
        rule, details = _validated(process_rule)
        if doc_form not in get_args(DocForm):
            details.append(_fault("doc_form", "literal_error", "must be one of", expected=", ".join(get_args(DocForm))))
        elif rule is not None:
            details += _contradictions(rule, doc_form)
        if details or rule is None:
            first = details[0]
            raise InvalidInput(f"{first['path']}: {first['message']}", details[:100])
        return cls._made(rule, doc_form)  # pyright: ignore[reportArgumentType]  # looked at above

    @classmethod
    def _made(cls, rule: ProcessRule, doc_form: DocForm) -> Self:
        rules = rule.rules or SplittingRules()
        enabled = {"remove_extra_spaces": True} if rule.mode == "automatic" else {}
        enabled |= {each.id: each.enabled for each in rules.pre_processing_rules or ()}
        standard = PARENT if doc_form == "hierarchical_model" else AUTOMATIC
        return cls(
            rule.mode,
            doc_form,
            enabled.get("remove_extra_spaces", False),
            enabled.get("remove_urls_emails", False),
            _cut(rules.segmentation) if rules.segmentation and rule.mode != "automatic" else standard,
            rules.parent_mode or "paragraph",
            _cut(rules.subchunk_segmentation) if rules.subchunk_segmentation else CHILD,
            tuple(rule.enrichments or ()),
        )


def _validated(given: Mapping[str, Any] | ProcessRule | None) -> tuple[ProcessRule | None, list[dict[str, Any]]]:
    if isinstance(given, ProcessRule):
        return given, []
    try:
        return ProcessRule.model_validate(given or {}), []
    except ValidationError as error:
        return None, [{**each, "path": f"process_rule.{each['path']}".rstrip(".")} for each in details_of(error)]


def _contradictions(rule: ProcessRule, doc_form: str) -> list[dict[str, Any]]:
    """What each part allows and the whole does not."""
    rules, found = rule.rules or SplittingRules(), list[dict[str, Any]]()
    hierarchical = doc_form == "hierarchical_model"
    if rule.mode == ("custom" if hierarchical else "hierarchical"):
        accepted = "automatic, hierarchical" if hierarchical else "automatic, custom"
        found.append(
            _fault(
                "process_rule.mode",
                "rule_for_doc_form",
                f"must be one of {accepted} for {doc_form}",
                accepted=accepted,
                doc_form=doc_form,
            )
        )
    whole = rules.parent_mode == "full-doc"
    for each in rule.enrichments or ():
        if (each.type == "pairs") != (doc_form == "qa_model") and each.type in ("pairs", *OF_SEGMENTS):
            told = f"the step {each.type} is not for {doc_form}"
            found.append(
                _fault("process_rule.enrichments", "step_for_doc_form", told, step=each.type, doc_form=doc_form)
            )
    needed = {"custom": ["segmentation"], "hierarchical": ["subchunk_segmentation"]}.get(rule.mode, [])
    if rule.mode == "hierarchical" and not whole:
        needed.insert(0, "segmentation")
    found += [
        _fault(f"process_rule.rules.{name}", "missing", "Field required")
        for name in needed
        if getattr(rules, name) is None
    ]
    parent, child = rules.segmentation, rules.subchunk_segmentation
    if rule.mode == "hierarchical" and not whole and parent and child and child.max_tokens > parent.max_tokens:
        found.append(
            _fault(
                "process_rule.rules.subchunk_segmentation.max_tokens",
                "less_than_equal",
                f"Input should be less than or equal to {parent.max_tokens}",
                le=parent.max_tokens,
            )
        )
    return found


def _fault(path: str, kind: str, message: str, **params: Any) -> dict[str, Any]:
    return Problem(kind, message, params).at(path)


def _cut(given: Segmentation) -> Cut:
    return Cut(given.max_tokens, given.chunk_overlap or 0, unescaped(given.separator))


def unescaped(text: str) -> str:
    """\\n, \\r, \\t and \\\\ as what they stand for; other backslashes stay."""
    made, escaped = list[str](), False
    for character in text:
        if escaped:
            made.append(_ESCAPES.get(character, "\\" + character))
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            made.append(character)
    return "".join(made) + ("\\" if escaped else "")
