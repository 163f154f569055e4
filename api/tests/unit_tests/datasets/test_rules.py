"""What process rules are accepted, and what is told of others."""

from typing import Any

import pytest

from treeline.datasets.splitting.pieces import CHILD, PARENT, Cut, Rules, unescaped
from treeline.kernel.errors import InvalidInput

PART = {"separator": "\\n", "max_tokens": 100, "chunk_overlap": 10}
CUSTOM = {"mode": "custom", "rules": {"segmentation": PART}}


def test_without_a_rule_texts_are_split_automatically():
    assert Rules.of(None) == Rules.of({}) == Rules.of({"mode": "automatic", "rules": None}) == Rules()
    assert Rules.of(None, "hierarchical_model").cut == PARENT


def test_a_custom_rule():
    cleaning = [{"id": "remove_urls_emails", "enabled": True, "more": 1}, {"id": "remove_stopwords", "enabled": True}]
    rules = Rules.of({**CUSTOM, "rules": {"segmentation": PART, "pre_processing_rules": cleaning}, "more": 1})
    assert (rules.cut, rules.remove_extra_spaces, rules.remove_urls_emails) == (Cut(100, 10, "\n"), False, True)
    assert rules.child_cut == CHILD


def test_hierarchical_rules():
    child = {"separator": "。", "max_tokens": 50}
    rule = {"mode": "hierarchical", "rules": {"parent_mode": "full-doc", "subchunk_segmentation": child}}
    rules = Rules.of(rule, "hierarchical_model")
    assert (rules.parent_mode, rules.cut, rules.child_cut) == ("full-doc", PARENT, Cut(50, 0, "。"))


@pytest.mark.parametrize(
    ("rule", "doc_form", "faults"),
    [
        ({"mode": "best"}, "text_model", {"process_rule.mode": "literal_error"}),
        ([], "other", {"doc_form": "literal_error"}),
        ({"mode": "custom"}, "text_model", {"process_rule.rules.segmentation": "missing"}),
        (
            {"mode": "custom", "rules": {"segmentation": {"separator": "", "max_tokens": 10, "chunk_overlap": -1}}},
            "text_model",
            {
                "process_rule.rules.segmentation.separator": "string_too_short",
                "process_rule.rules.segmentation.max_tokens": "greater_than_equal",
                "process_rule.rules.segmentation.chunk_overlap": "greater_than_equal",
            },
        ),
        (
            {"mode": "custom", "rules": {"segmentation": {"max_tokens": 100, "chunk_overlap": 100}}},
            "text_model",
            {"process_rule.rules.segmentation": "overlap_too_large"},
        ),
        (CUSTOM, "hierarchical_model", {"process_rule.mode": "rule_for_doc_form"}),
        (
            {"mode": "hierarchical", "rules": {}},
            "qa_model",
            {
                "process_rule.mode": "rule_for_doc_form",
                "process_rule.rules.segmentation": "missing",
                "process_rule.rules.subchunk_segmentation": "missing",
            },
        ),
        (
            {"mode": "hierarchical", "rules": {"segmentation": PART, "subchunk_segmentation": {"max_tokens": 101}}},
            "hierarchical_model",
            {"process_rule.rules.subchunk_segmentation.max_tokens": "less_than_equal"},
        ),
        (
            {"rules": {"pre_processing_rules": [{"id": "other", "enabled": True}]}},
            "text_model",
            {"process_rule.rules.pre_processing_rules[0].id": "literal_error"},
        ),
    ],
)
def test_all_that_is_wrong_is_told(rule: Any, doc_form: str, faults: dict[str, str]):
    with pytest.raises(InvalidInput) as refused:
        Rules.of(rule, doc_form)
    assert {each["path"]: each["type"] for each in refused.value.details or ()} == faults


def test_escapes_are_read():
    assert unescaped(r"\n\n") == "\n\n"
    assert unescaped(r"a\t\\n\x" + "\\") == "a\t\\n\\x\\"
