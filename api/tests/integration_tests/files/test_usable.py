"""Who may send which file with a message: its owner and nobody else."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Cast, Person, Program, program
from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.service import usable
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp


def app_of(person: Person) -> tuple[UUID, Program]:
    app_id = person.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]
    return UUID(app_id), program(person, app_id)


def upload(who: Person | Program, **form: Any) -> UUID:
    path = "/v1/files/upload" if isinstance(who, Program) else "/console/api/files/upload"
    reply = who.post(path, data={"file": (BytesIO(b"x"), "x.txt"), **form}, content_type="multipart/form-data")
    assert reply.status_code == 201, reply.json
    return UUID(reply.json["id"])


def given(flask_app: FlaskApp, app_id: UUID, *ids: UUID, user: str | None = None, member: Person | None = None):
    """The files as they would be given to a message of theirs."""
    with flask_app.app_context(), unit_of_work() as session:
        app = session.get_one(App, app_id)
        end_user_id = EndUserService(session, app).obtain(user).id if user else None
        found = usable(session, app, ids, end_user_id=end_user_id, account_id=member and member.account_id)
        return [each.id for each in found]


def test_it_works(flask_app: FlaskApp, alice: Person):
    app_id, key = app_of(alice)
    first, second = upload(key, user="ann"), upload(key, user="ann")
    assert given(flask_app, app_id, second, first, second, user="ann") == [second, first, second]
    own = upload(alice)
    assert given(flask_app, app_id, own, member=alice) == [own]
    assert given(flask_app, app_id, user="ann") == given(flask_app, app_id) == []


def test_nobody_else_may(flask_app: FlaskApp, cast: Cast):
    app_id, key = app_of(cast.alice)
    other_id, other = app_of(cast.alice)
    strange_id, _ = app_of(cast.mallory)
    ann, ben, elsewhere = upload(key, user="ann"), upload(key, user="ben"), upload(other, user="ann")
    alices, bobs = upload(cast.alice), upload(cast.bob)
    refused: list[tuple[UUID, UUID, dict[str, Any]]] = [
        (app_id, ben, {"user": "ann"}),
        (app_id, elsewhere, {"user": "ann"}),
        (other_id, ann, {"user": "ann"}),
        (strange_id, ann, {"user": "ann"}),
        (app_id, alices, {"user": "ann"}),
        (app_id, ann, {"member": cast.alice}),
        (app_id, bobs, {"member": cast.alice}),
        (app_id, alices, {"member": cast.mallory}),
        (strange_id, alices, {"member": cast.alice}),
        (app_id, ann, {}),
        (app_id, alices, {}),
        (app_id, new_id(), {"user": "ann"}),
    ]
    for of_app, file_id, who in refused:
        with pytest.raises(UploadNotFound, match=str(file_id)):
            given(flask_app, of_app, file_id, **who)
    # One that is not theirs, and none is given.
    with pytest.raises(UploadNotFound, match=str(ben)):
        given(flask_app, app_id, ann, ben, user="ann")


def test_a_name_that_cannot_be_one_is_refused(alice: Person):
    _, key = app_of(alice)
    file_id = upload(key, user="ann")
    assert key.get(f"/v1/files/{file_id}/preview?user=a%00").json["code"] == "invalid_param"
