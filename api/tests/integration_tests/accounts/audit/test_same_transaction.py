"""A deed and its line stand together or not at all, also where a view has transactions of its own."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api_server import ApiServer
from tests.authenticator import Authenticator
from tests.conftest import PASSWORD, Person
from tests.documents import zipped
from tests.integration_tests.accounts.audit.log_away import log_away
from tests.integration_tests.accounts.audit.test_audit_log import lines, new_app
from tests.integration_tests.accounts.test_passkeys import options
from tests.integration_tests.accounts.test_two_step import enable, start
from tests.integration_tests.files.test_avatars import upload
from tests.integration_tests.tools.test_api_tools import BASE as API_TOOLS
from tests.integration_tests.tools.test_api_tools import add, api, nodes_may
from treeline.kernel.web import FlaskApp

__all__ = ["api", "nodes_may"]
Deed = Callable[[], TestResponse]


def new_dataset(person: Person) -> str:
    made = person.post("/datasets", json={"name": "Rivers", "indexing_technique": "economy"})
    assert made.status_code in (200, 201), made.json
    return f"/datasets/{made.json['id']}"


def change_file(alice: Person) -> Deed:
    path = f"/apps/{new_app(alice)}/assets/files"
    file = {"name": "a.txt", "size": 3, "sha256": "a" * 64}
    node = alice.post(f"{path}/upload", json=file).json["node"]["id"]
    return lambda: alice.put(f"{path}/{node}", json={"content": "new"})


def zip_sync(alice: Person, dataset: str) -> TestResponse:
    path = f"{dataset}/sources/archive"
    return alice.post(path, data=zipped(**{"a.md": "Alder."}), content_type="application/zip")


def sync_zip(alice: Person) -> Deed:
    dataset = new_dataset(alice)
    return lambda: zip_sync(alice, dataset)


def sync_list(alice: Person) -> Deed:
    dataset = new_dataset(alice)
    return lambda: alice.post(f"{dataset}/sync", json={"folder": "docs", "files": []})


def import_questions(alice: Person) -> Deed:
    dataset = new_dataset(alice)
    assert zip_sync(alice, dataset).status_code == 200
    made = alice.post(f"{dataset}/evaluation-sets", json={"name": "Trees"}).json["id"]
    path = f"{dataset}/evaluation-sets/{made}/questions/import"

    def send() -> TestResponse:
        return alice.post(path, data={"file": (BytesIO(b"question,document\nWhich tree?,a.md\n"), "q.csv")})

    return send


def add_passkey(alice: Person) -> Deed:
    body = {"name": "Laptop"}
    return lambda: alice.post("/account/passkeys", json=body | {"credential": Authenticator().create(options(alice))})


def enable_two_step(alice: Person) -> Deed:
    app = start(alice)
    return lambda: alice.post("/account/two-step/confirm", json={"code": app.code()})


def disable_two_step(alice: Person) -> Deed:
    _, codes = enable(alice)
    return lambda: alice.post("/account/two-step/disable", json={"code": codes.pop()})


def renew_codes(alice: Person) -> Deed:
    app, _ = enable(alice)
    steps = iter((1, 0))
    return lambda: alice.post("/account/two-step/recovery-codes", json={"code": app.code(next(steps))})


def change_avatar(alice: Person) -> Deed:
    picture = upload(alice)
    return lambda: alice.post("/account/avatar", json={"avatar": picture})


def ask_new_email(alice: Person) -> Deed:
    body = {"email": "new@example.com", "password": PASSWORD}
    return lambda: alice.post("/account/change-email", json=body)


DEEDS: dict[str, Callable[[Person], Deed]] = {
    "file.change": change_file,
    "source.sync": sync_list,
    "source.sync zip": sync_zip,
    "evaluation_set.import": import_questions,
    "passkey.create": add_passkey,
    "two_step.enable": enable_two_step,
    "two_step.disable": disable_two_step,
    "two_step.renew_codes": renew_codes,
    "account.change_avatar": change_avatar,
    "account.ask_new_email": ask_new_email,
}
# What was proven before the deed stays used up.
PROOFS = {"two_step.disable": ["recovery_codes"], "two_step.renew_codes": ["two_step_secrets"]}


@pytest.mark.parametrize("deed", DEEDS)
def test_neither_without_the_other(flask_app: FlaskApp, alice: Person, deed: str):
    act, name = DEEDS[deed](alice), deed.split()[0]
    with log_away(flask_app) as changed:
        assert act().status_code == 500
    assert changed == PROOFS.get(deed, [])
    assert lines(alice, action=name) == []
    if deed != "two_step.renew_codes":
        reply = act()
        assert reply.status_code < 300, reply.json
        assert len(lines(alice, action=name)) == 1


def test_a_refreshed_document_too(flask_app: FlaskApp, alice: Person, nodes_may: Any, api: ApiServer):
    added = add(alice, api)
    with log_away(flask_app) as changed:
        assert alice.post(f"{API_TOOLS}/{added['id']}/refresh").status_code == 500
    assert changed == []
    assert alice.post(f"{API_TOOLS}/{added['id']}/refresh").status_code == 200
    (line,) = lines(alice, action="api_tool.refresh")
    assert line["object"] == {"kind": "api_tool", "id": added["id"], "name": "Harbour"}
