"""direct_upload: bytes go straight to S3 by presigned URLs, and are verified before a file names them."""

from collections.abc import Iterator

import pytest
import requests

from tests.conftest import TEMPLATE
from tests.integration_tests.assets.conftest import digest, file, flat, folder
from tests.processes import Api, Caller, database
from tests.s3 import S3Server, on_s3
from treeline.settings import Settings


@pytest.fixture(scope="module")
def caller(settings: Settings, s3: S3Server) -> Iterator[Caller]:
    bucket = s3.bucket()
    with database(settings, TEMPLATE) as own:
        api = Api(on_s3(bucket, own), **bucket)
        try:
            yield Caller(api.base).set_up()
        finally:
            api.stop()


def batch(caller: Caller, assets: str, *children: dict) -> dict[str, dict]:
    reply = caller.call("POST", f"{assets}/batch-upload", json={"children": children, "direct_upload": True})
    assert reply.status_code == 201, reply.text
    return {node["name"]: node for node in flat(reply.json()["children"])}


def put(node: dict, data: bytes) -> None:
    assert requests.put(node["upload_url"], data=data, timeout=30).status_code == 200


def test_bytes_go_to_the_store_and_come_back_verified(caller: Caller):
    assets = f"/apps/{caller.new_app()}/assets"
    made = batch(caller, assets, folder("d", file("a", b"abc"), file("b", b"declared", sha256=digest(b"declared"))))
    assert all(caller.base not in node["upload_url"] for node in made.values() if "upload_url" in node)
    put(made["a"], b"abc")
    put(made["b"], b"declared")
    # Sent, and not yet said.
    assert caller.call("GET", f"{assets}/nodes/{made['a']['id']}").json()["status"] == "pending"
    ids = [made["a"]["id"], made["b"]["id"]]
    reply = caller.call("POST", f"{assets}/uploads/complete", json={"node_ids": ids})
    assert (reply.status_code, reply.json()) == (200, {"ready": ids, "failed": []})
    assert caller.call("GET", f"{assets}/files/{ids[0]}/raw").content == b"abc"
    assert caller.call("GET", f"{assets}/nodes/{ids[1]}").json()["sha256"] == digest(b"declared")
    # Said again, all is well.
    assert caller.call("POST", f"{assets}/uploads/complete", json={"node_ids": ids}).json()["ready"] == ids
    # What is sent to the link later reaches nothing.
    put(made["a"], b"xyz")
    assert caller.call("POST", f"{assets}/uploads/complete", json={"node_ids": ids}).json()["ready"] == ids
    assert caller.call("GET", f"{assets}/files/{ids[0]}/raw").content == b"abc"


def test_each_file_is_judged_by_itself(caller: Caller):
    assets = f"/apps/{caller.new_app()}/assets"
    made = batch(
        caller,
        assets,
        file("good", b"good"),
        file("silent", b"never sent"),
        file("wrong", b"right", sha256=digest(b"right")),
    )
    put(made["good"], b"good")
    put(made["wrong"], b"wrong")
    ids = {name: node["id"] for name, node in made.items()}
    reply = caller.call("POST", f"{assets}/uploads/complete", json={"node_ids": list(ids.values())}).json()
    assert reply["ready"] == [ids["good"]]
    assert {(failure["node_id"], failure["code"]) for failure in reply["failed"]} == {
        (ids["silent"], "app_asset_not_arrived"),
        (ids["wrong"], "hash_mismatch"),
    }
    assert caller.call("GET", f"{assets}/nodes/{ids['wrong']}").json()["status"] == "pending"


def test_without_s3_the_links_are_ours(alice, client):
    app_id = alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]
    body = {"children": [file("a", 3)], "direct_upload": True}
    (node,) = alice.post(f"/apps/{app_id}/assets/batch-upload", json=body).json["children"]
    assert "/files/assets/" in node["upload_url"]
    reply = alice.post(f"/apps/{app_id}/assets/uploads/complete", json={"node_ids": [node["id"]]})
    assert [failure["code"] for failure in reply.json["failed"]] == ["app_asset_not_arrived"]
