from collections.abc import Callable

from tests.conftest import Person
from tests.integration_tests.retention.conftest import Rows
from treeline.kernel.web import FlaskApp
from treeline.retention.ages import Ages
from treeline.retention.audit import OldAuditEvents
from treeline.settings import Settings

DAY = 24 * 3600


def test_lines_of_the_audit_log_go_when_they_are_old(
    alice: Person, rows: Rows, run: Callable[[], dict[str, int]], clock_travel: Callable[[float], None]
):
    """A day before the year is over nothing goes; what is written later stays."""
    alice.post("/tags", json={"name": "urgent", "type": "app"})
    clock_travel(364 * DAY)
    assert run() == {}
    kept = "workspace_id, actor_kind, actor_id, actor_name, 'tag.late', object_kind, object_id, object_name, details"
    later = f"gen_random_uuid(), {kept}, ip, request_id, created_at + interval '300 days'"
    rows(f"INSERT INTO audit_events SELECT {later} FROM audit_events")
    clock_travel(366 * DAY)
    assert run() == {"audit_events": 1}
    assert rows("SELECT deed FROM audit_events") == [("tag.late",)]


def test_the_operator_says_how_long(context: FlaskApp, settings: Settings, alice: Person):
    alice.post("/tags", json={"name": "urgent", "type": "app"})
    short = OldAuditEvents(Ages.of(settings.model_copy(update={"audit_log_kept_days": 1e-9})))
    assert [finding.size for finding in short.found()] == [0]
    assert (short.run(), short.run()) == (1, 0)
