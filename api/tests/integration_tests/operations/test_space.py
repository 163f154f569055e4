"""Instance admins are told by email that a disk is nearly full: once a day."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Cast
from tests.integration_tests.conftest import Configure
from tests.integration_tests.triggers.test_alerts import SMTP
from tests.letters import Read, letters_to
from treeline.kernel.db import unit_of_work

pytestmark = pytest.mark.usefixtures("context")
# No disk has so much.
ALWAYS_LOW = 10**12


def told(email: str) -> list[Read]:
    with unit_of_work() as session:
        return letters_to(session, email)


@pytest.fixture
def look(context: Any) -> Callable[[], None]:
    return context.extensions["celery"].tasks["operations.warn_of_space"]


def test_a_low_disk_is_told_once_a_day_to_who_operates(
    cast: Cast,
    configure: Configure,
    look: Callable[[], None],
    clock_travel: Callable[[float], None],
    context: Any,
    monkeypatch: pytest.MonkeyPatch,
):
    health = context.extensions["health"]
    configure(**SMTP)
    monkeypatch.setattr(health, "settings", health.settings.model_copy(update={"health_min_free_mb": 0}))
    look()
    assert told("alice@example.com") == []
    monkeypatch.setattr(health, "settings", health.settings.model_copy(update={"health_min_free_mb": ALWAYS_LOW}))
    look()
    look()
    (letter,) = told("alice@example.com")
    assert (letter.kind, letter.link) == ("storage_low", "/operations")
    assert "1,000,000,000,000 MB" in letter.text
    # They own workspaces, and do not operate.
    assert told("mallory@example.com") == told("bob@example.com") == []
    clock_travel(25 * 3600)
    look()
    assert len(told("alice@example.com")) == 2
