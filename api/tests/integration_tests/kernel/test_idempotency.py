"""Idempotency keys for whatever has an id: nothing here is about apps."""

from uuid import uuid4

import pytest

from treeline.kernel.db import unit_of_work
from treeline.kernel.idempotency import Idempotency, IdempotencyKeyReused, Once
from treeline.kernel.web import FlaskApp

ONCE = Once("key", b"body")


def test_each_operation_of_each_scope_has_its_own_keys(context: FlaskApp):
    first, second = uuid4(), uuid4()
    places = [(first, "start"), (first, "stop"), (second, "start")]
    with unit_of_work() as session:
        for scope_id, operation in places:
            keys = Idempotency(session, scope_id, operation)
            assert keys.begin(ONCE) is None
            keys.finish(ONCE, {"made": f"{scope_id} {operation}"})
    with unit_of_work() as session:
        for scope_id, operation in places:
            keys = Idempotency(session, scope_id, operation)
            assert keys.begin(ONCE) == {"made": f"{scope_id} {operation}"}
            with pytest.raises(IdempotencyKeyReused):
                keys.begin(Once("key", b"another body"))


def test_what_came_to_nothing_may_come_again(context: FlaskApp):
    with unit_of_work() as session:
        keys = Idempotency(session, uuid4(), "start")
        assert keys.begin(ONCE) is None
        keys.forget(ONCE)
        assert keys.begin(Once("key", b"another body")) is None
