"""Knowledge bases whose owners have left, and apps that use what their makers can't read any more."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete

from tests.conftest import Cast, Person
from tests.integration_tests.datasets.test_datasets import become
from treeline.accounts.models import WorkspaceMember
from treeline.kernel.db import unit_of_work

Make = Callable[..., Any]


def leave(person: Person) -> None:
    mine = WorkspaceMember.account_id == person.account_id, WorkspaceMember.workspace_id == person.workspace_id
    with person.client.application.app_context(), unit_of_work() as session:
        session.execute(delete(WorkspaceMember).where(*mine))


def listed(person: Person) -> Any:
    (found,) = person.get("/datasets", query_string={"include_all": "true"}).json["data"]
    return found


def test_a_manager_takes_over_what_was_left_behind(cast: Cast, knowledge: Make, caplog: pytest.LogCaptureFixture):
    become(cast, "admin")
    path = f"/datasets/{knowledge('private', description='plans')['id']}"
    assert listed(cast.bob)["owner_left"] is False
    refused = cast.bob.post(f"{path}/take-over")
    assert (refused.status_code, refused.json["code"]) == (409, "dataset_has_owner")
    leave(cast.alice)
    assert cast.bob.get(path).status_code == 404
    assert (listed(cast.bob)["owner_left"], listed(cast.bob)["is_private"]) == (True, True)
    taken = cast.bob.post(f"{path}/take-over")
    assert taken.status_code == 200, taken.json
    assert (taken.json["description"], taken.json["permission"]) == ("plans", "only_me")
    assert (taken.json["created_by"], taken.json["owner_left"]) == (str(cast.bob.account_id), False)
    assert taken.json["taken_over_from"] == str(cast.alice.account_id)
    assert taken.json["taken_over_at"]
    assert str(cast.alice.account_id) in caplog.text
    assert cast.bob.get(path).json == taken.json
    assert cast.bob.post(f"{path}/take-over").status_code == 409


@pytest.mark.parametrize("role", ["editor", "normal", "dataset_operator"])
def test_nobody_else_does(cast: Cast, knowledge: Make, role: str):
    become(cast, role)
    made = knowledge("private")
    leave(cast.alice)
    assert cast.bob.post(f"/datasets/{made['id']}/take-over").status_code == 403
    assert cast.mallory.post(f"/datasets/{made['id']}/take-over").status_code == 404


def use(person: Person, app_id: str, *dataset_ids: str) -> None:
    named = [{"dataset": {"id": each, "enabled": True}} for each in dataset_ids]
    body = {"dataset_configs": {"datasets": {"datasets": named}}}
    reply = person.post(f"/apps/{app_id}/model-config", json=body)
    assert reply.status_code == 200, reply.json


def test_an_app_says_who_lets_it_use_what(cast: Cast, knowledge: Make):
    become(cast, "editor")
    bob = {"id": str(cast.bob.account_id), "name": "Bob"}
    alice = {"id": str(cast.alice.account_id), "name": "Alice"}
    shared = {"permission": "partial_members", "partial_member_list": [bob["id"]]}
    first, second = knowledge("Guides", **shared)["id"], knowledge("Plans", **shared)["id"]
    app = cast.alice.post("/apps", json={"name": "Reader", "mode": "chat"}).json["id"]
    path = f"/apps/{app}/datasets"
    use(cast.bob, app, first, second)

    def bound() -> list[tuple[str, Any, bool]]:
        data = cast.alice.get(path).json["data"]
        return [(each["name"], each["bound_by"], each["lost_access"]) for each in data]

    assert bound() == [("Guides", bob, False), ("Plans", bob, False)]
    cast.alice.patch(f"/datasets/{first}", json={"partial_member_list": []})
    cast.alice.patch(f"/datasets/{second}", json={"permission": "only_me"})
    assert bound() == [("Guides", bob, True), ("Plans", bob, True)]
    told = cast.bob.get(path).json["data"]
    assert [each["name"] for each in told] == [None, None]
    # Whoever can't read it leaves it as it was.
    use(cast.bob, app, first, second)
    assert bound() == [("Guides", bob, True), ("Plans", bob, True)]
    use(cast.alice, app, first, second)
    assert bound() == [("Guides", alice, False), ("Plans", alice, False)]
    leave(cast.bob)
    use(cast.alice, app, second)
    assert bound() == [("Plans", alice, False)]


def test_who_left_has_no_access(cast: Cast, knowledge: Make):
    become(cast, "editor")
    made = knowledge("Guides", permission="all_team_members")["id"]
    app = cast.alice.post("/apps", json={"name": "Reader", "mode": "chat"}).json["id"]
    use(cast.bob, app, made)
    leave(cast.bob)
    (told,) = cast.alice.get(f"/apps/{app}/datasets").json["data"]
    assert (told["bound_by"]["name"], told["lost_access"]) == ("Bob", True)
