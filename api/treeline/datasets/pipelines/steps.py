"""A pipeline as a list of steps, which is a process rule written out."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from treeline.datasets.pipelines.enrichments import (
    MAX_ENRICHMENTS,
    ORDER,
    ContextStep,
    MetadataStep,
    PairsStep,
    QuestionsStep,
    RedactStep,
    SummaryStep,
)
from treeline.datasets.splitting.pieces import Rules
from treeline.datasets.splitting.schemas import (
    DocForm,
    Mode,
    ParentMode,
    PreProcessingRule,
    ProcessRule,
    Segmentation,
    SplittingRules,
    out_of_order,
)
from treeline.kernel.schemas import ContractBody

_FIXED = ("extract", "clean", "split", "index")


class ExtractStep(ContractBody):
    type: Literal["extract"]


class CleanStep(ContractBody):
    type: Literal["clean"]
    remove_extra_spaces: bool = True
    remove_urls_emails: bool = False


class SplitStep(ContractBody):
    """As in a process rule: by `mode`, which says what else is needed."""

    type: Literal["split"]
    mode: Mode = "automatic"
    segmentation: Segmentation | None = None
    parent_mode: ParentMode | None = None
    subchunk_segmentation: Segmentation | None = None


class IndexStep(ContractBody):
    type: Literal["index"]


Step = Annotated[
    ExtractStep
    | RedactStep
    | CleanStep
    | SplitStep
    | PairsStep
    | ContextStep
    | QuestionsStep
    | SummaryStep
    | MetadataStep
    | IndexStep,
    Field(discriminator="type"),
]


class Steps(ContractBody):
    """Those that every pipeline has (extract, clean, split, index) may be left out: they have their defaults then."""

    steps: list[Step] = Field(max_length=len(ORDER))

    @model_validator(mode="after")
    def _in_order(self) -> "Steps":
        if fault := out_of_order([each.type for each in self.steps]):
            raise fault
        return self

    def as_rule(self) -> ProcessRule:
        clean = next((each for each in self.steps if isinstance(each, CleanStep)), CleanStep(type="clean"))
        split = next((each for each in self.steps if isinstance(each, SplitStep)), SplitStep(type="split"))
        return ProcessRule(
            mode=split.mode,
            rules=SplittingRules(
                pre_processing_rules=[
                    PreProcessingRule(id="remove_extra_spaces", enabled=clean.remove_extra_spaces),
                    PreProcessingRule(id="remove_urls_emails", enabled=clean.remove_urls_emails),
                ],
                segmentation=split.segmentation,
                parent_mode=split.parent_mode,
                subchunk_segmentation=split.subchunk_segmentation,
            ),
            enrichments=[each for each in self.steps if each.type not in _FIXED][:MAX_ENRICHMENTS] or None,  # pyright: ignore[reportArgumentType]  the others are enrichments
        )


def steps_of(rule: ProcessRule, doc_form: DocForm) -> list[Step]:
    """Written out, with what its defaults come to."""
    rules, own = Rules.of(rule, doc_form), rule.rules or SplittingRules()
    found: dict[str, Any] = {
        "extract": ExtractStep(type="extract"),
        "clean": CleanStep(
            type="clean", remove_extra_spaces=rules.remove_extra_spaces, remove_urls_emails=rules.remove_urls_emails
        ),
        "split": SplitStep(
            type="split",
            mode=rule.mode,
            segmentation=own.segmentation,
            parent_mode=own.parent_mode,
            subchunk_segmentation=own.subchunk_segmentation,
        ),
        "index": IndexStep(type="index"),
    }
    found |= {each.type: each for each in rule.enrichments or ()}
    return [found[name] for name in ORDER if name in found]
