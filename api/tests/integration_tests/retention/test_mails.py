"""Mails are forgotten after a month, but none that is still to be sent."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update

from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.mail.models import Mail
from treeline.mail.service import Letter, MailService
from treeline.mail.settings import MailSettings
from treeline.retention.ages import Ages
from treeline.retention.mails import OldMails

DAY = 24 * 3600


@pytest.mark.usefixtures("context")
def test_old_mails_go_and_those_that_wait_stay(clock_travel: Callable[[float], None]):
    with unit_of_work() as session:
        service = MailService(session, current.settings(MailSettings))
        ids = [service.send(Letter("test", f"{name}@example.org", "en-US", {}, "/")).id for name in ("old", "waits")]
        session.execute(update(Mail).where(Mail.id == ids[1]).values(state="queued", due_at=func.now()))
    rule = OldMails(Ages())
    clock_travel(29 * DAY)
    assert (list(rule.found()), rule.run()) == ([], 0)
    clock_travel(31 * DAY)
    with unit_of_work() as session:
        service = MailService(session, current.settings(MailSettings))
        ids.append(service.send(Letter("test", "new@example.org", "en-US", {}, "/")).id)
    assert [each.what for each in rule.found()] == [str(ids[0])]
    assert rule.run() == 1
    assert left() == {ids[1], ids[2]}


def left() -> set[Any]:
    with unit_of_work() as session:
        return set(session.scalars(select(Mail.id)))
