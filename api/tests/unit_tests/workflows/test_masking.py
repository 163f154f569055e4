"""A secret is masked wherever the pieces of a text are cut."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from treeline.workflows.running.masking import MASKED, Mask, MaskedText

# Few letters, so that secrets overlap each other, themselves and the text.
WORDS = st.text("ab", min_size=4, max_size=8)
PIECES = st.lists(st.text("abc", max_size=6), max_size=12)


def told(mask: Mask, pieces: list[str]) -> list[str]:
    text = MaskedText(mask)
    return [*(text.feed(piece) for piece in pieces), text.rest()]


@given(st.lists(WORDS, max_size=4), PIECES)
def test_pieces_in_a_row_are_the_mask_of_the_whole(secrets: list[str], pieces: list[str]):
    mask = Mask(secrets)
    assert "".join(told(mask, pieces)) == mask("".join(pieces))


@given(st.lists(WORDS, min_size=1, max_size=4), PIECES)
def test_no_secret_is_left_in(secrets: list[str], pieces: list[str]):
    masked = "".join(told(Mask(secrets), pieces)).split(MASKED)
    assert not any(secret in part for secret in secrets for part in masked)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["s3cr", "et!"], ["", f"{MASKED}!", ""]),
        (["a s3", " b"], ["a ", "s3 b", ""]),
        (["no secret"], ["no secret", "", ""]),
        (["s3cr"], ["", "s3cr"]),
        (["s3s3cret"], ["s3" + MASKED, ""]),
    ],
)
def test_only_what_may_become_a_secret_waits(pieces: list[str], expected: list[str]):
    assert [each for each in told(Mask(["s3cret"]), pieces) if each] == [each for each in expected if each]


def test_a_text_that_begins_anew_forgets_what_waited():
    text = MaskedText(Mask(["s3cret"]))
    assert (text.feed("s3c"), text.replace("ret"), text.rest()) == ("", "ret", "")
