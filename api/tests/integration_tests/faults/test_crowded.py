"""A database that takes fewer connections than our pools would."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from flask_migrate import upgrade

from tests.answers import Live, LiveApp, read, said
from tests.model_server import ModelServer
from treeline import create_app
from treeline.embedded import servers
from treeline.embedded.child import stop_all
from treeline.settings import Settings

pytestmark = pytest.mark.faults

CHATS = 60
MOST = 20


@pytest.fixture
def live(settings: Settings, tmp_path: Path) -> Iterator[Live]:
    """With 34 places, and pools that would take four times what there is."""
    with servers.start(tmp_path, durable=False) as own, ModelServer() as model:
        postgres = next(each for each in own.children if each.name == "postgres")
        stop_all([postgres])
        postgres.argv.append(f"--max_connections={MOST}")
        postgres.start()
        postgres.wait_until_ready()
        addresses = {"database_url": own.database_url, "redis_url": own.redis_url, "treeline_data": tmp_path}
        mine = settings.model_copy(update=addresses)
        with create_app(mine).app_context():
            upgrade()
        made = Live(mine, model)
        try:
            made.worker(threads=32)
            yield made
        finally:
            made.close()


def asked(app: LiveApp, query: str) -> requests.Response:
    """Whoever is told to come again does, as often as it is told so."""
    body = {"inputs": {}, "query": query, "user": query, "response_mode": "streaming", "auto_generate_name": False}
    while True:
        reply = app.call("POST", "/chat-messages", json=body, stream=True)
        if reply.status_code != 503:
            assert reply.status_code == 200, reply.text
            return reply
        assert reply.json()["code"] in ("too_many_connections", "database_unavailable"), reply.text
        time.sleep(float(reply.headers["Retry-After"]))


def test_sixty_chats_at_once_all_end(live: Live):
    assert live.rows("SHOW max_connections")[0][0] == str(MOST)
    apps = [live.app("chat") for _ in range(3)]
    sweep = create_app(live.settings).extensions["celery"].tasks["runs.sweep"]

    def answer(number: int) -> list[dict[str, object]]:
        return list(read(asked(apps[number % len(apps)], f"number {number}")))

    with ThreadPoolExecutor(CHATS) as pool:
        waiting = [pool.submit(answer, number) for number in range(CHATS)]
        while not all(each.done() for each in waiting):
            # As beat does, each minute.
            sweep.apply_async()
            time.sleep(2)
        for number, each in enumerate(waiting):
            seen = each.result()
            ends = [event for event in seen if event["event"] in ("message_end", "error")]
            assert [end["event"] for end in ends] == ["message_end"], ends
            assert said(seen) == f"You said: number {number}"
    left = live.rows("SELECT count(*) FROM messages WHERE status <> 'normal'")[0][0]
    assert (left, said(read(apps[0].ask("Still there?")))) == (0, "You said: Still there?")
