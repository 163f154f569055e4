"""Pushes at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, database
from tests.pushes import Files, Pusher, hash_of
from treeline.settings import Settings


@pytest.fixture(scope="module")
def api(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with database(settings, TEMPLATE) as own:
        running = Api(own.model_copy(update={"treeline_data": tmp_path_factory.mktemp("data")}))
        try:
            Caller(running.base).set_up()
            yield running
        finally:
            running.stop()


def files_of(who: int) -> Files:
    return {f"folder {n % 7}/{n}.txt": f"{who} wrote {n}".encode() for n in range(100)}


def test_of_two_pushes_on_one_base_one_wins(api: Api):
    callers = [Caller(api.base).log_in() for _ in range(2)]
    app_id = callers[0].new_app()
    for round_ in range(10):
        base = callers[0].call("GET", f"/apps/{app_id}/assets/tree").json()["revision"]
        wanted = [files_of(round_ * 2 + who) for who in range(2)]
        pushers = [Pusher(caller, app_id) for caller in callers]
        for pusher, files in zip(pushers, wanted, strict=True):
            upload = pusher.sync(files).json()["upload"]
            for pack in pusher.packs(upload, files):
                assert pusher.caller.session.put(upload["pack_url"], data=pack, timeout=30).status_code == 200

        def finish(who: int, pushers=pushers, wanted=wanted, base=base) -> int:
            return pushers[who].sync(wanted[who], {"If-Match": f'"{base}"'}).status_code

        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(finish, range(2)))
        assert sorted(statuses) == [200, 412]
        assert pushers[0].hash() == hash_of(wanted[statuses.index(200)])


def test_pushes_without_a_base_follow_each_other(api: Api):
    """Each leaves the folder equal to its own list; the last one stays."""
    callers = [Caller(api.base).log_in() for _ in range(4)]
    app_id = callers[0].new_app()
    wanted = [files_of(100 + who) for who in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda who: Pusher(callers[who], app_id).push(wanted[who]), range(4)))
    assert [reply["tree_hash"] for reply in done] == [hash_of(files) for files in wanted]
    last = max(range(4), key=lambda who: done[who]["revision"])
    assert Pusher(callers[0], app_id).hash() == hash_of(wanted[last])
