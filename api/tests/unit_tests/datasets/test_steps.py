"""The steps of pipelines, without models: order, masks, and whatever a model may reply."""

import re
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from treeline.datasets.pipelines import prompts
from treeline.datasets.pipelines.enrichments import ORDER, Enrichment
from treeline.datasets.pipelines.redaction import MASK, masked, windows
from treeline.datasets.pipelines.steps import Steps, steps_of
from treeline.datasets.splitting.pieces import Added, Piece, Rules, child_text, indexed_text
from treeline.datasets.splitting.schemas import ProcessRule

PATTERNS = ("email", "phone", "card", "iban")
WORDS = st.lists(
    st.sampled_from(["Anna", "Berg", "anna@b.at", "+43 316 1234567", "4111 1111 1111 1111", "知识", "\n", "a"])
)
TEXTS = WORDS.map(" ".join) | st.text(max_size=80)
STEPS = st.lists(st.sampled_from([each for each in ORDER if each not in ("pairs", "metadata")]), unique=True)


@given(STEPS)
def test_a_pipeline_is_its_rule_and_back(types: list[str]):
    steps = Steps.model_validate({"steps": [{"type": each} for each in sorted(types, key=ORDER.index)]})
    rule = steps.as_rule()
    again = Steps(steps=steps_of(rule, "text_model")).as_rule()
    assert again == rule
    assert Rules.of(again) == Rules.of(rule)
    assert [each.type for each in Rules.of(rule).enrichments] == [
        each for each in ORDER if each in types and each not in ("extract", "clean", "split", "index")
    ]


def test_a_rule_without_steps_says_the_same_as_one_with_all_defaults():
    assert Rules.of(Steps(steps=[]).as_rule()) == Rules.of(ProcessRule())


@given(TEXTS, st.lists(st.sampled_from(["Anna", "Berg Anna", "a", "知", " ", ""]), max_size=3))
def test_masks_keep_every_place(text: str, found: list[str]):
    made, places = masked(text, PATTERNS, found)
    assert len(made) == len(text)
    assert all(now in (was, MASK) for was, now in zip(text, made, strict=True))
    assert [was.isspace() for was in text] == [now.isspace() for now in made]
    assert (made == text) == (places == 0) or MASK in text
    # What was masked is not found again.
    assert masked(made, PATTERNS, found)[1] == 0 or MASK in text


def test_what_looks_like_it_and_is_not_stays():
    for text in ("v1.2.3", "2024-05-01", "1234 5678", "4111 1111 1111 1112", "a@b", "Annabel", "DE44 is", "12:30"):
        assert masked(text, PATTERNS, ["Anna"]) == (text, 0)
    for text in ("a.b@c.example", "+43 (316) 123-456", "0316/123456", "4111-1111-1111-1111", "DE44500105175407324931"):
        assert re.fullmatch(rf"[{MASK}\s]+", masked(text, PATTERNS, [])[0]), text


@given(st.text(max_size=300), st.integers(1, 50))
def test_windows_are_the_whole_text(text: str, most: int):
    parts = list(windows(text, most))
    assert "".join(parts) == text
    assert all(0 < len(each) <= most for each in parts)


@given(
    st.text(max_size=200)
    | st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists).map(repr)
)
def test_whatever_a_model_replies_is_read_or_is_unusable(reply: str):
    fields = [("a", "string"), ("b", "number"), ("c", "time")]
    for text in (
        reply,
        f'{{"context": {reply}, "questions": {reply}, "found": {reply}, "a": {reply}, "b": {reply}, "c": 1}}',
    ):
        with suppress(prompts.Unusable):
            assert prompts.read_sentence(text, "context").strip()
        with suppress(prompts.Unusable):
            assert all(prompts.read_questions(text, 3))
        with suppress(prompts.Unusable):
            assert all(isinstance(each, str) for each in prompts.read_found(text))
        with suppress(prompts.Unusable):
            values = prompts.read_metadata(text, fields)
            assert isinstance(values.get("a", ""), str)
            assert isinstance(values.get("b", 0), int | float)
            assert isinstance(values.get("c", 0), int)


def test_prompts_show_the_passage_and_not_more_of_the_document_than_they_may():
    step = TypeAdapter(Enrichment).validate_python({"type": "context", "instructions": "Be brief."})
    text = "x" * 50_000 + "The passage." + "y" * 50_000
    asked = prompts.context(Piece("The passage.", 50_000, 50_012, ("Day",)), text, step, "German")
    assert len(asked) < 2 * prompts.AROUND + prompts.BEGINNING + 2000
    assert all(each in asked for each in ("Be brief.", "Write in German.", "Day\n\nThe passage.", "xThe passage.y"))


def test_what_is_indexed_has_what_was_added_around_it():
    added = Added("Of ships.", ("Who sails?",), "They sail.")
    assert indexed_text(("Day",), "Text.", added=added) == "Of ships.\n\nDay\n\nText.\n\nWho sails?\n\nThey sail."
    assert child_text(("Day",), "Text.", added) == "Of ships.\n\nDay\n\nText."
    assert (Added.of(added.stored()), Added.of(None), Added().stored()) == (added, Added(), None)
