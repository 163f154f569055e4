from tests.conftest import Person
from treeline.tools.builtin.registry import builtin


def test_a_workspace_has_the_built_in_tools_as_nodes_name_them(alice: Person):
    tools = alice.get("/workspaces/current/tool-provider/builtin").json["data"]
    assert {"provider": "time", "name": "current_time"}.items() <= tools[0].items()
    for tool in tools:
        found = builtin(tool["provider"], tool["name"])
        assert found is not None
        assert tool["parameters"] == dict(found.spec.parameters)
