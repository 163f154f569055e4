"""Whose turn a document is, and what becomes of it when its worker is gone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.conftest import Person
from tests.integration_tests.datasets.indexing import Library
from treeline.datasets.indexing import claims
from treeline.datasets.indexing.sweep import sweep
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work

TEXT = "Ships sail in the morning."


def claimed(*, urgent: bool = False) -> claims.Claim | None:
    with unit_of_work() as session:
        return claims.claim_next(session, 120, urgent=urgent)


def test_the_workspace_with_the_fewest_in_work_comes_first(words: Library, mallory: Person):
    others = Library(mallory.workspace_id)
    mine = [words.add("x", created_at=now() - timedelta(hours=9 - at)) for at in range(3)]
    hers = [others.add("x") for _ in range(2)]
    urgent = words.add("x", is_urgent=True)
    first = claimed(urgent=True)
    assert first
    assert first.id == urgent
    assert claimed(urgent=True) is None
    got = [each.id for _ in range(5) if (each := claimed())]
    assert got == [hers[0], mine[0], hers[1], mine[1], mine[2]]
    assert claimed() is None


def test_a_claim_that_expires_is_anybodys(words: Library):
    document_id = words.add(TEXT)
    lost = claimed()
    assert lost
    assert claimed() is None
    words.update(document_id, claimed_until=now() - timedelta(seconds=1))
    again = claimed()
    assert again
    assert (again.id, again.token != lost.token) == (document_id, True)
    with unit_of_work() as session, pytest.raises(claims.ClaimLost):
        claims.renew(session, lost)
    with unit_of_work() as session:
        assert not claims.fail(session, lost, "x", "y")
        claims.release(session, lost)
        claims.renew(session, again)
    assert words.document(document_id).attempt == 2


def test_who_loses_its_worker_again_and_again_is_given_up(words: Library, run_tasks: Callable[[], list[str]]):
    document_id = words.add(TEXT)
    for _ in range(4):
        assert claimed()
        words.update(document_id, claimed_until=now() - timedelta(seconds=1))
    assert claimed() is None
    with unit_of_work() as session:
        sweep(session)
    document = words.document(document_id)
    assert (document.indexing_status, document.error_code) == ("error", "indexing_interrupted")
    assert run_tasks() == []


def test_the_sweep_sends_what_lost_its_message(words: Library, run_tasks: Callable[[], list[str]]):
    plain, urgent = words.add(TEXT), words.add(TEXT, is_urgent=True)
    with unit_of_work() as session:
        sweep(session)
    assert sorted(run_tasks()) == ["datasets.work", "datasets.work_now"]
    assert {words.document(each).indexing_status for each in (plain, urgent)} == {"completed"}
