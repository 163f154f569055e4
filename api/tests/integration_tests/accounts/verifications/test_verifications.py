"""Proofs that somebody reads an address."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from treeline.accounts.verifications.errors import (
    TooManyCodes,
    VerificationExpired,
    VerificationNotFound,
    VerificationRevoked,
    VerificationUsed,
    WrongCode,
)
from treeline.accounts.verifications.models import Verification
from treeline.accounts.verifications.service import KEPT, MAX_CODES, Made, VerificationService
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

ADDRESS = "carol@example.com"
HOUR = timedelta(hours=1)
Travel = Callable[[float], None]


def service(session: DbSession) -> VerificationService:
    return VerificationService(session, current.settings(Settings), current.redis())


def made(*, with_code: bool = False, purpose: Any = "reset", email: str = ADDRESS) -> Made:
    with unit_of_work() as session:
        return service(session).make(purpose, email=email, lasts=HOUR, with_code=with_code, payload={"role": "editor"})


def use(token: str, code: str | None = None, purpose: Any = "reset") -> Verification:
    with unit_of_work() as session:
        return service(session).use(purpose, token, code)


def look(token: str) -> Verification:
    with unit_of_work() as session:
        return service(session).look("reset", token)


def wrong(code: str | None) -> str:
    return f"{(int(code or 0) + 1) % 10**6:06}"


def test_it_is_used_once_and_looking_uses_nothing(context: FlaskApp):
    proof = made()
    assert [look(proof.token).used_at for _ in range(3)] == [None] * 3
    found = use(proof.token)
    assert (found.id, found.email, found.payload, found.account_id) == (proof.id, ADDRESS, {"role": "editor"}, None)
    for again in (use, look):
        with pytest.raises(VerificationUsed):
            again(proof.token)


def test_neither_token_nor_code_is_kept(context: FlaskApp):
    proof = made(with_code=True)
    assert proof.code is not None
    assert proof.code.isdigit()
    assert len(proof.code) == 6
    with unit_of_work() as session:
        row = session.scalars(select(Verification)).one()
        kept = repr({name: value for name, value in vars(row).items() if name != "_sa_instance_state"})
    assert proof.token not in kept
    assert proof.code.encode() not in (row.code_hash or b"")
    assert proof.token not in repr(proof)
    assert repr(proof.code) not in repr(proof)


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + "A", lambda _: "", lambda _: "\ud800"]
)
def test_an_altered_token_is_none(context: FlaskApp, change: Callable[[str], str]):
    proof = made()
    for attempt in (look, use):
        with pytest.raises(VerificationNotFound):
            attempt(change(proof.token))


def test_a_token_is_good_for_its_purpose_only(context: FlaskApp):
    proof = made(purpose="invitation")
    with pytest.raises(VerificationNotFound):
        use(proof.token, purpose="reset")
    assert use(proof.token, purpose="invitation").id == proof.id


def test_it_expires_and_is_told_from_one_that_was_used_until_it_is_forgotten(context: FlaskApp, clock_travel: Travel):
    late, used = made(), made()
    use(used.token)
    clock_travel(HOUR.total_seconds() + 1)
    with pytest.raises(VerificationExpired):
        use(late.token)
    with pytest.raises(VerificationUsed):
        use(used.token)
    for ahead, left in ((KEPT, 2), (KEPT + HOUR + timedelta(seconds=1), 0)):
        clock_travel(ahead.total_seconds())
        context.extensions["celery"].tasks["accounts.forget_verifications"]()
        with unit_of_work() as session:
            assert session.scalar(select(func.count()).select_from(Verification)) == left


def test_what_is_revoked_says_so(context: FlaskApp):
    one, other, elsewhere, used = made(), made(), made(email="dave@example.com"), made()
    use(used.token)
    with unit_of_work() as session:
        service(session).revoke(one.id)
    with pytest.raises(VerificationRevoked):
        use(one.token)
    assert look(other.token).id == other.id
    with unit_of_work() as session:
        service(session).revoke_all("reset", ADDRESS)
    with pytest.raises(VerificationRevoked):
        use(other.token)
    with pytest.raises(VerificationUsed):
        use(used.token)
    assert use(elsewhere.token).id == elsewhere.id


def test_a_code_is_needed_where_there_is_one(context: FlaskApp):
    proof, other = made(with_code=True), made(with_code=True)
    for code in (None, "", wrong(proof.code), "\ud800", f" {proof.code}"):
        with pytest.raises(WrongCode):
            use(proof.token, code)
    with pytest.raises(TooManyCodes):
        use(proof.token, proof.code)
    # Counted for each by itself, and the right one is taken on the last attempt.
    for _ in range(MAX_CODES - 1):
        with pytest.raises(WrongCode):
            use(other.token, wrong(other.code))
    assert use(other.token, other.code).id == other.id


def test_the_code_of_one_is_none_for_another(context: FlaskApp):
    one, other = made(with_code=True), made(with_code=True)
    if one.code != other.code:
        with pytest.raises(WrongCode):
            use(one.token, other.code)


def test_of_several_at_once_one_uses_it(committed: FlaskApp):
    with committed.app_context():
        proof = made(with_code=True)
    barrier = Barrier(4)

    def attempt(_: int) -> str:
        with committed.app_context():
            barrier.wait(timeout=20)
            try:
                use(proof.token, proof.code)
            except VerificationUsed:
                return "used before"
            return "used"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["used", *["used before"] * 3]
