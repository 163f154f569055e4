"""The last way to sign in stays: over all combinations of what an account has, and what the installation offers."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, select, update

from tests.conftest import Person
from tests.integration_tests.accounts.conftest import Variant, cookies
from treeline.accounts.models import Account
from treeline.accounts.oidc.models import Identity
from treeline.accounts.oidc.settings import OidcProvider
from treeline.accounts.passkeys.models import Passkey
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp

ISSUER, GONE = "https://id.example.com", "https://gone.example.com"
MAIL = {"mail_type": "smtp", "smtp_server": "127.0.0.1", "mail_default_send_from": "treeline@example.com"}

Remove = Callable[[str, object], tuple[int, str]]


@pytest.fixture
def installations(variant: Variant) -> dict[bool, FlaskApp]:
    """By whether there is a mail server."""
    provider = OidcProvider(name="acme", issuer=ISSUER, client_id="x", client_secret=SecretStr("x"))
    return {mails: variant(oidc_providers=[provider], **(MAIL if mails else {})) for mails in (False, True)}


def combinations() -> Iterator[tuple[bool, int, int, bool, bool]]:
    """A password; passkeys; identities at a provider that is there; one at a provider that is gone; mail."""
    return product((False, True), (0, 1, 2), (0, 1), (False, True), (False, True))


def test_only_the_last_way_in_is_refused(alice: Person, installations: dict[bool, FlaskApp]):
    with installations[False].app_context(), unit_of_work() as session:
        password_hash = session.scalars(select(Account.password_hash).where(Account.id == alice.account_id)).one()
    for password, passkeys, identities, gone, mails in combinations():
        removed = [name for name, there in (("passkeys", passkeys), ("identities", identities + gone)) if there]
        for kind in removed:
            app = installations[mails]
            ids = _prepared(app, alice, password_hash if password else None, passkeys, identities, gone)
            # The one at a provider that is gone is no way in, so its end takes none.
            works = passkeys if kind == "passkeys" else identities
            left = password + passkeys + identities + mails - (1 if works else 0)
            expected = (204, "") if left else (409, "last_sign_in_method")
            case = (kind, password, passkeys, identities, gone, mails)
            assert _removed(app, alice, kind, ids[kind]) == expected, case


def _prepared(
    app: FlaskApp, person: Person, password_hash: str | None, passkeys: int, identities: int, gone: bool
) -> dict[str, object]:
    """The ids of what is going to be removed."""
    mine = {"account_id": person.account_id}
    with app.app_context(), unit_of_work() as session:
        for table in (Passkey, Identity):
            session.execute(delete(table).where(table.account_id == person.account_id))
        session.execute(update(Account).where(Account.id == person.account_id).values(password_hash=password_hash))
        keys = [
            Passkey(**mine, name="x", credential_id=new_id().bytes, public_key=b"x", sign_count=0, backed_up=False)
            for _ in range(passkeys)
        ]
        issuers = [ISSUER] * identities + [GONE] * gone
        connected = [Identity(**mine, issuer=issuer, subject=str(new_id())) for issuer in issuers]
        session.add_all([*keys, *connected])
        session.flush()
        return {"passkeys": keys[0].id if keys else None, "identities": connected[0].id if connected else None}


def _removed(app: FlaskApp, person: Person, kind: str, removed_id: object) -> tuple[int, str]:
    browser = app.test_client()
    for name, value in cookies(person.client).items():
        browser.set_cookie(name, value)
    headers = {"X-CSRF-Token": cookies(person.client)["csrf_token"]}
    reply = browser.delete(f"/console/api/account/{kind}/{removed_id}", headers=headers)
    return reply.status_code, (reply.json or {}).get("code", "") if reply.data else ""
