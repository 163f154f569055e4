"""CSV for spreadsheets: what a person typed is shown, and never run."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.kernel import csv_fields


def read(text: str) -> list[list[str]]:
    return list(csv_fields.reader(io.StringIO(text, newline="")))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1))
def test_a_line_holds_its_fields_and_none_is_a_formula(fields: list[str]):
    (cells,) = read(csv_fields.line(fields))
    assert [cell.removeprefix("'") for cell in cells] == [field.removeprefix("'") for field in fields]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_have_an_apostrophe_in_front(formula: str):
    assert read(csv_fields.line([formula, 'a, "b"'])) == [[f"'{formula}", 'a, "b"']]
