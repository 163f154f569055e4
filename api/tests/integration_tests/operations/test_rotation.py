"""A new SECRET_KEY: what the old one sealed is opened, re-encrypted, and then the old one is gone."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.conftest import Cast
from tests.processes import database, environment
from treeline.accounts.errors import WrongSecretKey
from treeline.accounts.service import check_secret_key
from treeline.cli import main
from treeline.kernel import sealed
from treeline.kernel.crypto import CannotOpen
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp
from treeline.operations.rotation import rotate
from treeline.providers.credentials import SEALED
from treeline.providers.models import ProviderCredential
from treeline.settings import Settings


def with_keys(settings: Settings, *keys: str) -> Settings:
    return settings.model_copy(update={"secret_key": keys[0], "secret_key_previous": list(keys[1:])})


def add_credentials(settings: Settings, workspace_id: object, count: int) -> None:
    with unit_of_work() as session:
        for number in range(count):
            made = ProviderCredential(id=new_id(), workspace_id=workspace_id, provider="openai", name=f"K{number}")
            made.sealed = SEALED.vault(settings).seal(f"secret {number}".encode(), made.workspace_id)
            session.add(made)


def secrets(settings: Settings) -> list[bytes]:
    vault = SEALED.vault(settings)
    with unit_of_work() as session:
        rows = session.scalars(select(ProviderCredential))
        return sorted(vault.open(row.sealed, row.workspace_id) for row in rows)


def test_it_works(cast: Cast, context: FlaskApp, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sealed, "BATCH", 2)
    old = settings
    assert old.secret_key
    new, both = with_keys(settings, "new key"), with_keys(settings, "new key", "unrelated", old.secret_key)
    add_credentials(old, cast.alice.workspace_id, 3)
    add_credentials(old, cast.mallory.workspace_id, 2)
    with pytest.raises(CannotOpen):
        secrets(new)
    assert secrets(both) == secrets(old)
    done = rotate(both)
    assert (done.sealed["provider_credentials.sealed"], done.lost) == (5, {})
    assert secrets(new) == [f"secret {number}".encode() for number in (0, 0, 1, 1, 2)]
    with pytest.raises(CannotOpen):
        secrets(old)
    # Once more there is nothing to do.
    assert rotate(both).sealed["provider_credentials.sealed"] == rotate(new).sealed["provider_credentials.sealed"] == 0


def test_what_no_key_opens_is_named_and_the_rest_is_done(cast: Cast, context: FlaskApp, settings: Settings):
    assert settings.secret_key
    add_credentials(settings, cast.alice.workspace_id, 1)
    add_credentials(with_keys(settings, "a key long lost"), cast.mallory.workspace_id, 1)
    both = with_keys(settings, "new key", settings.secret_key)
    done = rotate(both)
    assert done.sealed["provider_credentials.sealed"] == 1
    (lost,) = done.lost["provider_credentials.sealed"]
    with unit_of_work() as session:
        row = session.scalars(
            select(ProviderCredential).where(ProviderCredential.workspace_id == cast.mallory.workspace_id)
        )
        assert str(row.one().id) == lost
        # As long as something needs the old key, it stays the right one.
        check_secret_key(session, settings.secret_key)


def test_the_canary_follows(cast: Cast, context: FlaskApp, settings: Settings):
    assert settings.secret_key
    with unit_of_work() as session:
        check_secret_key(session, "new key", [settings.secret_key])
        with pytest.raises(WrongSecretKey, match="SECRET_KEY_PREVIOUS"):
            check_secret_key(session, "new key", ["another"])
    kept = context.extensions["settings"]
    try:
        context.extensions["settings"] = with_keys(settings, "new key", settings.secret_key)
        rotate(context.extensions["settings"])
        with unit_of_work() as session:
            check_secret_key(session, "new key")
            with pytest.raises(WrongSecretKey):
                check_secret_key(session, settings.secret_key)
    finally:
        context.extensions["settings"] = kept


def test_the_command(settings: Settings, flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch):
    """On a database of its own, from the environment, as people run it."""
    assert settings.secret_key
    with database(settings, "treeline_template") as own:
        for name, value in environment(own).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("SECRET_KEY", "new key")
        monkeypatch.setenv("SECRET_KEY_PREVIOUS", f"unrelated, {settings.secret_key}")
        result = CliRunner().invoke(main, ["rotate-key"])
        assert result.exit_code == 0, result.output
        assert "provider_credentials.sealed: 0 re-encrypted" in result.output
