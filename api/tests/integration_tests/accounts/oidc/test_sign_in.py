"""Signing in at an OpenID Connect provider."""

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import delete, select

from tests.conftest import Person
from tests.integration_tests.accounts.oidc.conftest import API, CAROL, PROFILE, House, accounts, error
from tests.integration_tests.accounts.test_two_step import enable, second_step
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.models import Account, LoginSession, WorkspaceMember
from treeline.accounts.oidc.models import Identity
from treeline.kernel.db import unit_of_work


def members(house: House, email: str) -> list[tuple[Any, str]]:
    """The workspaces of an account, and its role in each."""
    with house.flask_app.app_context(), unit_of_work() as session:
        found = (
            select(WorkspaceMember.workspace_id, WorkspaceMember.role)
            .join(Account, Account.id == WorkspaceMember.account_id)
            .where(Account.email == email)
        )
        return [(workspace, role) for workspace, role in session.execute(found)]


# Who gets in


def test_a_new_colleague_gets_an_account_and_comes_back_to_it(house: House, alice: Person):
    house.provider("acme", **CAROL)
    browser = house.browser()
    reply = house.sign_in(browser, "acme", next="/apps?x=1", remember_me=True)
    assert reply.headers["Location"] == "/apps?x=1"
    assert (reply.headers["Cache-Control"], reply.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    profile = browser.get(PROFILE).json
    assert (profile["email"], profile["name"], profile["is_password_set"]) == ("carol@acme.example", "Carol", False)
    assert members(house, "carol@acme.example") == [(alice.workspace_id, "normal")]
    with house.flask_app.app_context(), unit_of_work() as session:
        [begun] = session.scalars(
            select(LoginSession)
            .join(Account, Account.id == LoginSession.account_id)
            .where(Account.email == "carol@acme.example")
        )
        assert (begun.method, begun.remember) == ("oidc", True)
    # By another address, and from another browser: it is the subject that counts.
    house.provider("acme", **{**CAROL, "email": "carol.jones@elsewhere.example"})
    again = house.browser()
    assert error(house.sign_in(again, "acme")) == ""
    assert again.get(PROFILE).json["id"] == profile["id"]


def test_the_login_page_shows_the_providers_and_no_secret(house: House):
    reply = house.browser().get(API)
    assert reply.json["data"][:2] == [{"name": "acme", "label": "Acme ID"}, {"name": "trusted", "label": "Trusted"}]
    assert b"secret" not in reply.data


def test_the_request_has_state_nonce_and_pkce_of_its_own(house: House):
    house.provider("acme", **CAROL)
    first, second = (dict(parse_qsl(urlsplit(house.start(house.browser(), "acme")).query)) for _ in range(2))
    assert first["scope"] == "openid profile email"
    assert first["redirect_uri"] == "http://localhost:3000/console/api/oidc/acme/callback"
    assert first["code_challenge_method"] == "S256"
    for each in ("state", "nonce", "code_challenge"):
        assert len(first[each]) >= 43
        assert first[each] != second[each]


@pytest.mark.parametrize(
    ("provider", "person"),
    [
        ("acme", {**CAROL, "email_verified": False}),
        ("acme", {**CAROL, "email": "carol@other.example"}),
        ("acme", {**CAROL, "email": "carol@sub.acme.example"}),
        ("acme", {**CAROL, "email": "carol@acme.example@other.example"}),
        ("acme", {**CAROL, "email": None}),
        ("plain", CAROL),
        # Whose account it is does not follow from an address that the provider is not trusted for.
        ("acme", {"sub": "x", "email": "alice@example.com"}),
        ("plain", {"sub": "x", "email": "alice@example.com"}),
        ("trusted", {"sub": "x", "email": "alice@example.com", "email_verified": False}),
        ("trusted", {"sub": "x", "email": "nobody@example.com"}),
        ("strict", CAROL),
        ("strict", {**CAROL, "groups": ["gardeners"]}),
    ],
)
def test_who_is_not_known_stays_out_and_learns_nothing(house: House, provider: str, person: dict[str, Any]):
    house.provider(provider, **person)
    browser, before = house.browser(), accounts(house)
    reply = house.sign_in(browser, provider, next="/apps")
    expected = "oidc_not_allowed" if provider == "strict" else "oidc_not_connected"
    assert reply.headers["Location"] == f"/signin?error={expected}&provider={provider}"
    assert browser.get(PROFILE).status_code == 401
    assert accounts(house) == before
    with house.flask_app.app_context(), unit_of_work() as session:
        (line,) = session.scalars(select(AuditEvent)).all()
        # Whose address it is may try to get in; others concern the installation.
        is_alice = person.get("email") == "alice@example.com"
        assert (line.deed, line.details) == ("account.sign_in_failed", {"method": "oidc", "reason": expected})
        assert (line.object_name, line.workspace_id is None) == ("alice@example.com" if is_alice else "", not is_alice)


def test_a_trusted_provider_joins_the_account_with_the_address_once(house: House, alice: Person):
    house.provider("trusted", sub="alice-there", email="ALICE@example.com")
    browser = house.browser()
    assert error(house.sign_in(browser, "trusted")) == ""
    assert browser.get(PROFILE).json["id"] == str(alice.account_id)
    # The address is given to somebody else there: this is not Alice.
    house.provider("trusted", sub="another-alice", email="alice@example.com")
    assert error(house.sign_in(house.browser(), "trusted")) == "oidc_not_connected"


def test_claims_that_the_token_lacks_come_from_userinfo(house: House):
    acme = house.provider("acme", sub="dora")
    acme.userinfo = {"email": "dora@acme.example", "email_verified": "true", "groups": "writers"}
    assert error(house.sign_in(house.browser(), "acme")) == ""
    assert [role for _, role in members(house, "dora@acme.example")] == ["editor"]
    acme.userinfo = {"sub": "somebody else", "email": "dora@acme.example"}
    assert error(house.sign_in(house.browser(), "acme")) == "oidc_token_invalid"


def test_who_has_two_step_verification_goes_on_with_it(house: House, alice: Person):
    app, _ = enable(alice)
    house.provider("trusted", sub="alice-there", email="alice@example.com")
    browser = house.browser()
    reply = house.sign_in(browser, "trusted", next="/apps")
    page, _, behind = reply.headers["Location"].partition("#")
    assert page == "/signin?next=%2Fapps"
    assert browser.get(PROFILE).status_code == 401
    assert second_step(browser, parse_qs(behind)["challenge"][0], app.code(1)).status_code == 200
    assert browser.get(PROFILE).json["id"] == str(alice.account_id)


# Groups


def test_groups_give_the_highest_role_at_each_sign_in_and_never_owner(house: House):
    for groups, role in (
        (["readers", "bosses", "owner"], "admin"),
        (["writers", 7, None], "editor"),
        (["owner"], "normal"),
        (None, "normal"),
    ):
        house.provider("acme", **CAROL, groups=groups)
        assert error(house.sign_in(house.browser(), "acme")) == ""
        assert [given for _, given in members(house, "carol@acme.example")] == [role]


def test_groups_leave_owners_and_strangers_to_the_workspace_alone(house: House, alice: Person, mallory: Person):
    for person in (alice, mallory):
        before = members(house, person.email)
        acme = house.provider("acme", sub=person.email, groups=["readers"])
        with house.flask_app.app_context(), unit_of_work() as session:
            session.add(Identity(account_id=person.account_id, issuer=acme.issuer, subject=person.email))
        assert error(house.sign_in(house.browser(), "acme")) == ""
        assert members(house, person.email) == before


def test_who_was_removed_stays_out(house: House, alice: Person):
    house.provider("acme", **CAROL, groups=["writers"])
    assert error(house.sign_in(house.browser(), "acme")) == ""
    with house.flask_app.app_context(), unit_of_work() as session:
        carol = session.scalars(select(Account).where(Account.email == "carol@acme.example")).one()
        session.execute(delete(WorkspaceMember).where(WorkspaceMember.account_id == carol.id))
    assert error(house.sign_in(house.browser(), "acme")) == "no_workspace"
    assert members(house, "carol@acme.example") == []


# Ways back


def test_a_way_back_is_good_once(house: House):
    house.provider("acme", **CAROL)
    browser = house.browser()
    back = house.visit(house.start(browser, "acme"))
    assert error(browser.get(back)) == ""
    assert error(browser.get(back)) == "oidc_attempt_expired"


def test_nobody_is_signed_in_as_another_by_a_link(house: House):
    """Login CSRF: Mallory starts, and Alice opens her way back."""
    house.provider("acme", **CAROL)
    back = house.visit(house.start(house.browser(), "acme"))
    without, own = house.browser(), house.browser()
    house.start(own, "acme")
    for victim in (without, own):
        assert error(victim.get(back)) in ("oidc_attempt_foreign", "oidc_attempt_expired")
        assert victim.get(PROFILE).status_code == 401


def test_several_tabs_of_one_browser_each_come_back(house: House):
    house.provider("acme", **CAROL)
    browser = house.browser()
    first, second = (house.visit(house.start(browser, "acme")) for _ in range(2))
    assert [error(browser.get(each)) for each in (first, second)] == ["", ""]


def test_the_reply_of_one_provider_is_none_of_another(house: House):
    """Mix-up: the code of the honest provider is never brought to the other one's token endpoint."""
    honest, other = house.provider("acme", **CAROL), house.provider("plain", **CAROL)
    browser = house.browser()
    back = house.visit(house.start(browser, "acme"))
    assert error(browser.get(back.replace("/acme/", "/plain/"))) == "oidc_attempt_foreign"
    # As if the other one had shown the honest one's page: the reply names whose it is.
    back = house.visit(house.start(browser, "plain"))
    for iss in (honest.issuer, None):
        query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()} | {"iss": iss}
        sent = urlencode({name: each for name, each in query.items() if each is not None})
        other.asked.clear()
        assert error(browser.get(f"{urlsplit(back).path}?{sent}")) != ""
        assert "/token" not in other.asked
        back = house.visit(house.start(browser, "plain"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "x"}, "oidc_attempt_expired"),
        ({"state": ""}, "oidc_attempt_expired"),
        ({"state": "\ud800"}, "oidc_attempt_expired"),
        ({"code": "x"}, "oidc_token_invalid"),
        ({"code": ""}, "oidc_denied"),
        ({"error": "access_denied"}, "oidc_denied"),
        ({"iss": "https://elsewhere.example"}, "oidc_token_invalid"),
    ],
)
def test_an_altered_way_back_says_what_is_wrong(house: House, change: dict[str, str], expected: str):
    house.provider("acme", **CAROL)
    browser = house.browser()
    back = urlsplit(house.visit(house.start(browser, "acme")))
    query = dict(parse_qsl(back.query)) | change
    reply = browser.get(f"{back.path}?{urlencode(query, errors='surrogatepass')}")
    assert reply.headers["Location"] == f"/signin?error={expected}&provider=acme"
    # And a new one works.
    assert error(house.sign_in(browser, "acme")) == ""


@pytest.mark.parametrize(
    "path",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "",
        "/a\nb",
        "/ä",
    ],
)
def test_the_way_on_is_a_page_of_the_console(house: House, path: str):
    house.provider("acme", **CAROL)
    assert house.sign_in(house.browser(), "acme", next=path).headers["Location"] == "/"
