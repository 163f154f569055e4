"""Versions that an app's config is pinned to: kept as long as the app answers with them."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, text

from tests.conftest import TEMPLATE, Person
from tests.processes import Api, Caller, database
from treeline.settings import Settings


def pinned(number: int | None) -> dict[str, object]:
    return {"pre_prompt": "Answer.", "asset_version": number}


def test_a_pinned_version_stays(alice: Person):
    app_id = alice.post("/apps", json={"name": "An app", "mode": "agent-chat"}).json["id"]
    app = f"/apps/{app_id}"
    for _ in range(2):
        alice.post(f"{app}/assets/versions", json={})
    first = alice.post(f"{app}/model-config", json=pinned(1)).json["id"]
    refused = alice.delete(f"{app}/assets/versions/1")
    assert (refused.status_code, refused.json["code"]) == (409, "app_asset_version_pinned")
    assert alice.delete(f"{app}/assets/versions/2").status_code == 200
    # An earlier config holds nothing, and is not gone back to without what it names.
    alice.post(f"{app}/model-config", json=pinned(None))
    assert alice.delete(f"{app}/assets/versions/1").status_code == 200
    again = alice.post(f"{app}/model-configs/{first}/restore")
    assert (again.status_code, again.json["details"][0]["path"]) == (400, "asset_version")
    assert alice.get(f"{app}/model-config").json["asset_version"] is None


def test_pinned_and_deleted_at_once(settings: Settings):
    """Whoever comes second is refused: no config ever follows another version than it says."""
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        try:
            caller = Caller(api.base).set_up()
            outcomes = [_raced(caller) for _ in range(10)]
        finally:
            api.stop()
        engine = create_engine(own.sqlalchemy_url)
        with engine.connect() as connection:
            lost = connection.scalar(text("SELECT count(*) FROM app_model_configs WHERE asset_version_id IS NULL"))
        engine.dispose()
    assert lost == 0
    assert set(outcomes) <= {(200, 409), (400, 200)}


def _raced(caller: Caller) -> tuple[int, int]:
    app_id = caller.call("POST", "/apps", json={"name": "An app", "mode": "agent-chat"}).json()["id"]
    caller.call("POST", f"/apps/{app_id}/assets/versions", json={})
    with ThreadPoolExecutor(2) as pool:
        published = pool.submit(caller.call, "POST", f"/apps/{app_id}/model-config", json=pinned(1))
        deleted = pool.submit(caller.call, "DELETE", f"/apps/{app_id}/assets/versions/1")
        return published.result().status_code, deleted.result().status_code
