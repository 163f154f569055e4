"""Names that would not show what they are."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.assets.draft.names import impossible, refusal
from treeline.kernel.names import plain, unseen

TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
BLANK = [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, 0x061C, 0x180E, 0x3164, 0x115F, 0xFE0F, 0x2800]
BLANK += [0xE0041, 0xE0101, 0x2028, 0x3000, 0x00A0, 0x0085]


@pytest.mark.parametrize("code", TURNING, ids=hex)
def test_nothing_turns_the_text(code: int):
    for name in (f"{chr(code)}exe.txt", f"a{chr(code)}", chr(code)):
        assert str(unseen(name)) == f"a name can't contain bidirectional control characters (U+{code:04X})"
        assert refusal(name) is not None
        assert impossible(name) is None
        assert unseen(plain(name) or "a") is None


@given(st.lists(st.sampled_from(BLANK), min_size=1, max_size=5))
def test_something_can_be_seen(codes: list[int]):
    name = "".join(map(chr, codes))
    assert str(unseen(name)) == "a name must have at least one visible character"
    assert refusal(name) is not None
    assert unseen(f"{name}a") is None


@pytest.mark.parametrize(
    "name",
    ["李明", "עברית", "\u05e9\u200f1", "فارسی‌ها", "👩\u200d👩\u200d👧", "❤\ufe0f", "🏴\U000e0067\U000e007f", "é", "ㅎ"],
)
def test_names_of_every_script_are_taken(name: str):
    assert unseen(name) is None
    assert refusal(name) is None


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_what_is_drawn_is_seen(name: str):
    blank = {chr(code) for code in (*BLANK, 0x1160, 0xFFA0)}
    assert (unseen(name) is None) == (not set(name) <= blank)
    assert all(unicodedata.category(char)[0] in "LNPS" for char in name)
