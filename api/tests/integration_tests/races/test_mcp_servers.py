"""An MCP server added while somebody else adds one."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, text

from tests.conftest import TEMPLATE
from tests.mcp_server import ToolServer
from tests.processes import Api, Caller, database, wait_until
from treeline.settings import Settings

PATH = "/workspaces/current/tool-provider/mcp"
COPIES = text("""
    INSERT INTO mcp_servers (id, workspace_id, name, url, left_out, checked_at, created_at, updated_at)
    SELECT gen_random_uuid(), workspace_id, n::text, url, left_out, checked_at, created_at, updated_at
    FROM mcp_servers CROSS JOIN generate_series(CAST(:first AS int), :last) n WHERE name = 'first'""")
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def test_no_more_than_a_workspace_may_have(settings: Settings):
    with ToolServer() as server, database(settings, TEMPLATE) as own:
        api = Api(own, OUTBOUND_ALLOWED_HOSTS="127.0.0.1")
        engine = create_engine(own.sqlalchemy_url)
        caller = Caller(api.base).set_up()
        try:
            body = {"name": "first", "server_url": server.url}
            assert caller.call("POST", PATH, json=body).status_code == 201
            with engine.begin() as connection:
                connection.execute(COPIES, {"first": 2, "last": 49})
            with engine.connect() as other, engine.connect() as watching, ThreadPoolExecutor(1) as pool:
                # As a request does that adds the fiftieth, and has not committed.
                other.execute(text("SELECT 1 FROM workspaces FOR NO KEY UPDATE"))
                other.execute(COPIES, {"first": 50, "last": 50})
                reply = pool.submit(caller.call, "POST", PATH, json=body | {"name": "one too many"})
                wait_until(lambda: reply.done() or watching.execute(WAITING).scalar_one() > 0)
                other.commit()
                assert (reply.result().status_code, reply.result().json()["code"]) == (400, "max_mcp_servers_exceeded")
            assert caller.call("GET", PATH).json()["total"] == 50
        finally:
            api.stop()
            engine.dispose()
