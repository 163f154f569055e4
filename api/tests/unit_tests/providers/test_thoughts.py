import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.providers.port import TextReplaced, ThoughtDelta
from treeline.providers.thoughts import Thoughts

TAGS = ["<think>", "</think>", "<thinking>", "</thinking>", "< Think\n>", "</ think >", '<think a="b">', "<think/>"]
WORDS = [
    '"',
    "(",
    ")",
    "[",
    "[THINK]",
    "[/THINK]",
    "    ",
    "a",
    "b c",
    "é",
    "\n",
    "\n\n",
    " ",
    "```\n",
    "```",
    "`",
    "~~~\n",
    "<",
    "<b>",
    "<thi",
    "nk>",
]
ATOMS = st.sampled_from([*TAGS, *WORDS])
TEXTS = st.lists(ATOMS, max_size=14).map("".join)


def told(pieces: Iterable[str]) -> tuple[str, str]:
    """(answer, thoughts) as whoever listens has them."""
    reader, answer, thoughts = Thoughts(), "", ""
    for piece in [*(each for text in pieces for each in reader.take(text)), *reader.end()]:
        if isinstance(piece, ThoughtDelta):
            thoughts += piece.text
        else:
            answer = piece.text if isinstance(piece, TextReplaced) else answer + piece.text
    assert answer == "".join(reader.answer)
    return answer, thoughts


@pytest.mark.parametrize(
    ("text", "answer", "thoughts"),
    [
        ("<think>hm</think>\n\nFine.", "Fine.", "hm"),
        ("\n <THINKING level='1'>hm\n</ thinking >Fine.", "Fine.", "hm\n"),
        ("<think\n>hm</think\n>  Fine.", "Fine.", "hm"),
        ("<think></think>Fine.", "Fine.", ""),
        ("<think>hm", "", "hm"),
        ("hm\n</think>\n\nFine.", "Fine.", "hm\n"),
        ("</think>Fine.", "Fine.", ""),
        ("<think>a</think><think>b</think>Fine.", "Fine.", "ab"),
        ("One.\n<think>hm</think>\nTwo.", "One.\nTwo.", "hm"),
        ("One. <think>hm</think> Two.", "One. Two.", "hm"),
        ("<think>a<think>b</think>c</think>Fine.", "Fine.", "abc"),
        ("<think>the tag <think> opens</think>Fine.", "Fine.", "the tag  opens"),
        ("<think>hm</think></think>Fine.", "Fine.", "hm"),
        ("The tag <think> opens a thought.", "The tag <think> opens a thought.", ""),
        ("Write `<think>` and `</think>`.", "Write `<think>` and `</think>`.", ""),
        ("So:\n```xml\n<think>\nhm\n</think>\n```\nFine.", "So:\n```xml\n<think>\nhm\n</think>\n```\nFine.", ""),
        ("<think>hm</think>\n```\n<think>x</think>\n```", "```\n<think>x</think>\n```", "hm"),
        ("  Fine. ", "  Fine. ", ""),
        ("a < b, <b>bold</b>, <thinker>", "a < b, <b>bold</b>, <thinker>", ""),
        ("<thi", "<thi", ""),
        ("<reasoning>hm</reasoning>Fine.", "Fine.", "hm"),
        ("[THINK]hm[/THINK]Fine.", "Fine.", "hm"),
        ("◁think▷hm◁/think▷Fine.", "Fine.", "hm"),
        ("A [link](x), [THINKER], [think] and [THINK", "A [link](x), [THINKER], [think] and [THINK", ""),
        ('"<think>" opens, “</think>” closes.', '"<think>" opens, “</think>” closes.', ""),
        ("It ends with </think> in that case.", "It ends with </think> in that case.", ""),
        ("So:\n\n    <think>\n    hm\n    </think>\n", "So:\n\n    <think>\n    hm\n    </think>\n", ""),
        ("<think>I say `</think>` here</think>Fine.", "Fine.", "I say `` here"),
        ('<think>"hm"</think>"Fine."', '"Fine."', '"hm"'),
        ("<think>hm</thi", "", "hm</thi"),
        ("<think " + "x" * 300 + ">", "<think " + "x" * 300 + ">", ""),
    ],
)
def test_what_is_a_thought(text: str, answer: str, thoughts: str):
    assert told([text]) == told(text) == (answer, thoughts)


@given(TEXTS, st.lists(st.integers(0, 120), max_size=6))
def test_it_does_not_matter_where_the_text_is_cut(text: str, cuts: list[int]):
    borders = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[start:end] for start, end in pairwise(borders)]
    assert told(pieces) == told([text]) == told(text)


@given(TEXTS)
def test_nothing_is_lost_but_tags_and_space_between(text: str):
    answer, thoughts = told([text])
    bare = re.compile(r"<\s*/?\s*think(?:ing)?(?:\s[^<>]*)?/?\s*>|\[/?THINK\]|\s", re.IGNORECASE)
    # Apart: half a tag in the one and half in the other are none.
    assert sorted(bare.sub("", answer) + bare.sub("", thoughts)) == sorted(bare.sub("", text))


@given(st.lists(st.sampled_from([word for word in WORDS if word[0] not in "<["]), max_size=14).map("".join))
def test_text_without_tags_is_the_answer_as_it_is(text: str):
    assert told([text]) == (text, "")


def test_what_is_long_is_looked_at_once():
    """A million brackets, each of which may begin a tag: copied at each of them it would be a terabyte."""
    text = "<[" * 500_000
    assert told([text]) == (text, "")
