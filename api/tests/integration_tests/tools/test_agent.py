"""The loop with a real runtime, an agent's own files, its skills and an MCP server: everything over real sockets."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree
from tests.integration_tests.providers.conftest import KEY
from tests.integration_tests.providers.conftest import add as add_provider
from tests.integration_tests.tools.conftest import TABLE
from tests.integration_tests.tools.test_mcp_servers import add
from tests.mcp_server import ToolServer
from tests.model_server import ModelServer
from treeline.apps.models import App
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.providers.port import ModelRuntime, System, User
from treeline.providers.service import ProviderService
from treeline.settings import Settings
from treeline.tools.loop import Answer, Limits, Thought, converse
from treeline.tools.toolbox import opened, toolbox_for

QUESTION = "When does the water come on Monday?"


class Harbour:
    """Asks an agent, and keeps what it hears."""

    def __init__(self, flask_app: FlaskApp, runtime: ModelRuntime, granted: Any):
        self.flask_app, self.runtime, self.granted = flask_app, runtime, granted
        self.texts: list[str] = []
        self.replaced: list[str] = []
        self.thoughts: list[Thought] = []

    async def ask(self, limits: Limits | None = None) -> Answer:
        extensions = self.flask_app.extensions
        async with opened(self.granted, extensions["storage"], extensions["settings"]) as (box, prompt):
            return await converse(
                self.runtime,
                [System(prompt), User(QUESTION)],
                box,
                limits or Limits(),
                parameters={"temperature": 0},
                on_text=self.texts.append,
                on_replaced=self.replaced.append,
                on_thought=self._hear,
            )

    async def _hear(self, thought: Thought) -> None:
        self.thoughts.append(thought)


@pytest.fixture
def model() -> Any:
    with ModelServer(api_key=KEY) as running:
        yield running


@pytest.fixture
def harbour(
    flask_app: FlaskApp,
    may_call: Settings,
    alice: Person,
    tree: Tree,
    version_id: UUID,
    model: ModelServer,
    tools: ToolServer,
) -> Harbour:
    add_provider(alice, model)
    server = add(alice, tools.url)
    entries = [{"provider_type": "mcp", "provider_id": server["id"], "tool_name": name} for name in ("add", "wait")]
    with flask_app.app_context(), unit_of_work() as session:
        runtime = ProviderService(session, alice.workspace_id, may_call).runtime("openai_api_compatible", "scripted")
        app = session.get_one(App, UUID(tree.app_id))
        granted = toolbox_for(session, app, version_id, entries, may_call)
    model.requests.clear()
    return Harbour(flask_app, runtime, granted)


def test_it_finds_the_answer_in_its_files(harbour: Harbour, model: ModelServer, run: Callable[..., Any]):
    model.call_tool("use_skill", {"name": "tides"}, text="I look it up.")
    model.call_tools([("read", {"path": "/skills/tides/table.txt"}), ("Sums_add", {"a": 12, "b": 1})])
    model.call_tool("read", "{not JSON")
    model.answer("At 12:40, says table.txt.")
    answer = run(harbour.ask)
    assert (answer.text, answer.limit) == ("I look it up.\n\nAt 12:40, says table.txt.", None)
    assert "".join(harbour.texts) == answer.text
    ended = harbour.thoughts[1::2]
    assert [(thought.position, thought.tool) for thought in ended] == [
        (1, "use_skill"),
        (2, "read"),
        (3, "Sums_add"),
        (4, "read"),
    ]
    assert ended[0].observation.startswith("# Tides")
    assert [thought.observation for thought in ended[1:3]] == [TABLE, "13"]
    assert "not JSON" in ended[3].observation
    assert answer.usage.prompt_tokens > 0
    asked = model.requests
    assert len(asked) == 4
    assert "tides: Says when the water comes." in str(asked[0].body)
    assert TABLE.strip() in str(asked[2].body)


def test_at_the_limit_it_answers_without_tools(harbour: Harbour, model: ModelServer, run: Callable[..., Any]):
    model.call_tool("read", {"path": "/skills/tides/table.txt"})
    model.answer("At 12:40.")
    answer = run(lambda: harbour.ask(Limits(steps=1)))
    assert (answer.text, answer.limit) == ("At 12:40.", "the limit of one step")
    assert not model.requests[1].body.get("tools")
    assert "Monday: 12:40" in str(model.requests[1].body)


def test_stopped_while_the_model_talks_the_connection_is_closed(
    harbour: Harbour, model: ModelServer, run: Callable[..., Any]
):
    hold = model.hold(after=2)
    model.answer("One two three four")

    async def stop() -> None:
        task = asyncio.create_task(harbour.ask())
        assert await asyncio.to_thread(hold.reached.wait, 10)
        while len("".join(harbour.texts).split()) < 2:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        hold.release()

    run(stop)
    assert "".join(harbour.texts).split() == ["One", "two"]
    assert model.hung_up.wait(10)


def test_stopped_while_a_tool_works_the_step_is_known(
    harbour: Harbour, model: ModelServer, tools: ToolServer, run: Callable[..., Any]
):
    model.call_tool("Sums_wait", {})

    async def stop() -> None:
        task = asyncio.create_task(harbour.ask())
        assert await asyncio.to_thread(tools.waiting.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(stop)
    assert [(thought.tool, thought.observation) for thought in harbour.thoughts] == [("Sums_wait", "")]
