"""Roles stand in one table."""

from itertools import pairwise
from typing import get_args

import pytest

from treeline.accounts.roles import ABILITIES, GIVES, NAMES, ROLES, RULES, Ability, page
from treeline.settings import ROOT


def test_the_page_in_the_docs_is_made_of_the_table():
    # To make it anew: python -m treeline.accounts.roles > docs/roles.md
    assert (ROOT / "docs" / "roles.md").read_text() == page()


def test_the_table_is_whole():
    assert set(RULES) == set(ABILITIES) == set(get_args(Ability))
    assert set(GIVES) == set(NAMES) == set(ROLES)
    assert all(rule.means for rule in RULES.values())


def test_no_role_allows_less_than_the_one_below_it():
    """An owner can do what an admin can, and so on."""
    ladder = ("owner", "admin", "editor", "normal")
    for higher, lower in pairwise(ladder):
        assert all(higher in roles for roles in ABILITIES.values() if lower in roles)
        assert set(GIVES[higher]) >= set(GIVES[lower])


@pytest.mark.parametrize("role", ROLES)
def test_nobody_gives_their_own_role_or_a_higher_one(role: str):
    given = GIVES[role]  # pyright: ignore[reportArgumentType]  one of them
    assert "owner" not in given
    assert role not in given
    # Only who may manage members gives any.
    assert bool(given) == (role in ABILITIES["manage"])
