"""Credentials saved at once, by a real API that asks a real server."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, text

from tests.conftest import TEMPLATE
from tests.model_server import ModelServer
from tests.processes import Api, Caller, database
from treeline.settings import Settings

PATH = "/workspaces/current/model-providers/openai_api_compatible"


def test_credentials_saved_at_once(settings: Settings):
    with ModelServer() as server, database(settings, TEMPLATE) as own:
        server.models = [f"model-{number}" for number in range(50)]
        api = Api(own, OUTBOUND_ALLOWED_HOSTS="127.0.0.1")
        try:
            callers = [Caller(api.base).set_up() for _ in range(6)]
            body = {"credentials": {"base_url": server.base_url}}
            with ThreadPoolExecutor(6) as pool:
                replies = list(pool.map(lambda each: each.call("POST", f"{PATH}/credentials", json=body), callers))
                assert [reply.status_code for reply in replies] == [201] * 6, [reply.text for reply in replies]
                ids = [reply.json()["credential_id"] for reply in replies]
                switched = pool.map(
                    lambda pair: pair[0].call("POST", f"{PATH}/credentials/switch", json={"credential_id": pair[1]}),
                    zip(callers, ids, strict=True),
                )
                assert {reply.status_code for reply in switched} == {200}
                one = {
                    "model_settings": [{"model_type": "llm", "provider": "openai_api_compatible", "model": "model-1"}]
                }
                chosen = pool.map(
                    lambda each: each.call("POST", "/workspaces/current/default-model", json=one), callers
                )
                assert {reply.status_code for reply in chosen} == {200}
        finally:
            api.stop()
        engine = create_engine(own.sqlalchemy_url)
        with engine.connect() as connection:
            names = connection.execute(text("SELECT name FROM provider_credentials ORDER BY name")).scalars().all()
            assert names == [f"API KEY {number}" for number in range(1, 7)]
            assert connection.scalar(text("SELECT count(*) FROM provider_credentials WHERE active")) == 1
            assert connection.scalar(text("SELECT count(*) FROM provider_models")) == 50
        engine.dispose()
