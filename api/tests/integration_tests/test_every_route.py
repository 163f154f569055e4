"""The walls: every route, walked by nobody, by a stranger and by a role too low. A new route is walked by itself."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from tests.account_rows import add_own
from tests.conftest import Cast, Program, program
from tests.integration_tests.workflows.people import add_form
from tests.knowledge_rows import add_knowledge
from tests.route_bodies import ACCOUNT_BODIES
from tests.trigger_rows import add_trigger
from treeline.accounts.oidc.models import Identity
from treeline.conversations.models import Conversation, ConversationVariable, Message
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp, Operation
from treeline.tools.models import ApiProvider, McpServer
from treeline.triggers.events.models import TriggerSubscription

# A route is public only by standing here.
PUBLIC = {
    *(f"public.{name}" for name in ("health", "openapi", "docs", "index")),
    *(f"oidc.{name}" for name in ("list_oidc_providers", "start_oidc", "end_oidc")),
    *(f"entrance.{name}" for name in ("read_setup", "set_up", "read_init", "validate_init")),
    *(f"entrance.{name}" for name in ("log_in", "log_out", "refresh_token")),
    *(f"activation.{name}" for name in ("check_invitation", "activate", "ask_for_invitation")),
    *("passkey_login.ask_for_login", "passkey_login.log_in_with_passkey", "second_factor.log_in_with_code"),
    *(f"recovery.{name}" for name in ("forgot_password", "forgot_password_by_its_other_name", "check_reset_link")),
    *(f"recovery.{name}" for name in ("prove_reset_code", "reset_password", "ask_login_code", "check_login_link")),
    "recovery.log_in_by_code",
}
# What those get who have nothing; the address of a webhook is all that it takes.
REFUSED = {"signed link": 403, "webhook": 404, "form link": 404}
UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"
# Bodies that would be taken, so that only the caller can be what is refused.
BODIES: dict[str, dict[str, Any]] = {
    **ACCOUNT_BODIES,
    "workflows.run_version": {"inputs": {}, "user": "somebody"},
    "workflows.stop_workflow": {"user": "somebody"},
    "workflow_reruns.rerun": {"node_id": "x"},
    "human_input_forms.answer_form": {"action": "x"},
    "forms.answer_program_form": {"action": "x"},
    "trigger_tries.run_on_event": {"node_id": "x"},
    "trigger_tries.run_on_any_event": {"node_ids": ["x"]},
    "trigger_subscriptions.add_subscription": {"name": "x", "source": {"kind": "feed", "url": "http://x.invalid/"}},
    "app_triggers.enable_trigger": {"trigger_id": UNKNOWN, "enable_trigger": True},
    "app.rename_app": {"name": "x"},
    "app.enable_site": {"enable_site": True},
    "app.enable_api": {"enable_api": True},
    "assets.create_folder": {"name": "x"},
    "assets.create_file": {"name": "x", "size": 1},
    "assets.batch_upload": {"children": [{"name": "x", "node_type": "folder"}]},
    "assets.rename_node": {"name": "x"},
    "assets.move_node": {"parent_id": None},
    "assets.reorder_node": {"after_node_id": None},
    "assets.move_nodes": {"ids": [UNKNOWN], "parent_id": None},
    "assets.delete_nodes": {"ids": [UNKNOWN]},
    "assets.copy_nodes": {"ids": [UNKNOWN], "parent_id": None},
    "asset_uploads.complete_uploads": {"node_ids": [UNKNOWN]},
    "asset_contents.write_file": {"content": "x"},
    "asset_many_contents.read_contents": {"sha256": ["0" * 64]},
    "asset_sync.sync": {"files": []},
    "api_tools.preview_document": {"document": "x"},
    "api_tools.add_api": {"name": "x", "document": "x", "operations": ["x"]},
    "api_tools.confirm_changes": {"digest": "x"},
    "api_tools.test_api_tool": {"tool_name": "x"},
    "mcp_servers.add_server": {"name": "x", "server_url": "http://x.invalid/"},
    "model_providers.choose_default_models": {"model_settings": []},
    "model_provider.add_credentials": {"credentials": {}},
    "model_provider.change_credentials": {"credentials": {}, "credential_id": UNKNOWN},
    "model_provider.validate_credentials": {"credentials": {}},
    "model_provider.switch_credentials": {"credential_id": UNKNOWN},
    "model_provider.choose_provider_type": {"preferred_provider_type": "custom"},
    "model_provider.set_model": {"model": "x"},
    "model_provider.enable_model": {"model": "x"},
    "model_provider.disable_model": {"model": "x"},
    "console_feedbacks.rate_as_member": {"message_id": UNKNOWN},
    "chat.ask": {"inputs": {}, "query": "x", "user": "x"},
    "chat.stop_chat": {"user": "x"},
    "completion.complete": {"inputs": {}, "query": "x", "user": "x"},
    "completion.stop_completion": {"user": "x"},
    "tried_chat.try_chat": {"inputs": {}, "query": "x"},
    "tried_completion.try_completion": {"inputs": {}, "query": "x"},
    "conversation_names.name_conversation": {"name": "x"},
    "variables.change_variable": {"value": "x"},
    "api_keys.rename_key": {"name": "x"},
    "personal_tokens.create_token": {"name": "x", "scopes": ["read"]},
    "tags.create_tag": {"name": "x", "type": "app"},
    "tags.rename_tag": {"name": "x"},
    "tag_bindings.bind_tags": {"tag_ids": [UNKNOWN], "target_id": UNKNOWN},
    "tag_bindings.unbind_tags": {"tag_ids": [UNKNOWN], "target_id": UNKNOWN},
    "pipelines.create_pipeline": {"steps": []},
    "pipelines.try_pipeline": {"steps": [], "document_ids": [UNKNOWN]},
    "external_apis.add_external_api": {"name": "x", "settings": {"endpoint": "http://x.invalid"}},
    "external_api.change_external_api": {"name": "x", "settings": {"endpoint": "http://x.invalid"}},
    "external_datasets.create_external_dataset": {
        "name": "x",
        "external_knowledge_api_id": UNKNOWN,
        "external_knowledge_id": "x",
    },
    "external_hit_testing.test_external_hits": {"query": "x"},
    "documents.change_status": {"document_ids": [UNKNOWN]},
    "documents.move_documents": {"document_ids": [UNKNOWN], "folder": "x"},
    "sources.create_source": {"kind": "url_list", "urls": ["http://x.invalid/"]},
    "sources.sync_files": {"files": []},
    "document_tree.read_document_contents": {"sha256": ["0" * 64]},
    "documents.rename_document": {"name": "x"},
    "documents.retry_documents": {"document_ids": [UNKNOWN]},
    "added_documents.update_by_text": {"text": "x"},
    "added_documents.update_by_text_": {"text": "x"},
    "segments.add_segment": {"content": "x"},
    "segments.change_segment": {"content": "x"},
    "segments.add_child_chunk": {"content": "x"},
    "segment_imports.import_segments": {"upload_file_id": UNKNOWN},
    "segments.change_child_chunk": {"content": "x"},
    "segments.add_segments": {"segments": [{"content": "x"}]},
    "segments.update_segment": {"segment": {"content": "x"}},
    "metadata.create_metadata": {"name": "x", "type": "string"},
    "metadata.rename_metadata": {"name": "x"},
    "metadata.set_metadata": {"operation_data": [{"document_id": UNKNOWN, "metadata_list": []}]},
    "hit_testing.test_hits": {"query": "x"},
    "hit_testing.retrieve_segments": {"query": "x"},
    "evaluation_sets.create_evaluation_set": {"name": "x"},
    "evaluation_set.rename_evaluation_set": {"name": "x"},
    "evaluation_set.add_evaluation_questions": {"questions": [{"question": "x", "expected": [{"document": UNKNOWN}]}]},
    "evaluation_set.start_evaluation_run": {},
    "added_documents.create_by_text": {"name": "x", "text": "x"},
    "added_documents.create_by_text_": {"name": "x", "text": "x"},
    "allowed_hosts.allow_host": {"host": "localhost", "port": 11434},
    "mails.send_test_mail": {"recipient": "somebody@example.org"},
    "mcp.exchange_message": {"jsonrpc": "2.0", "id": 1, "method": "ping"},
}
SOMETHING = {"uuid": UNKNOWN, "int": "1"}


def operations(flask_app: FlaskApp) -> Iterator[tuple[str, str, Operation]]:
    """(endpoint, rule, operation) of every route there is."""
    for rule in flask_app.url_map.iter_rules():
        yield rule.endpoint, rule.rule, flask_app.operations[rule.endpoint]


def filled(rule: str, ids: dict[str, str]) -> str:
    """The rule with these ids in it; with others that fit, but are of nothing, where none is given."""
    return re.sub(r"<(?:(\w+):)?(\w+)>", lambda match: ids.get(match[2], SOMETHING.get(match[1], "x")), rule)


def request(person: Any, endpoint: str, operation: Operation, url: str) -> Any:
    # Something is sent wherever something may be; a POST without a body would be refused for that.
    sent = BODIES.get(endpoint.removeprefix("v1_"), {})
    body = sent if operation.method in ("POST", "PUT", "PATCH") else None
    # Programs say whom they ask for; some things are named in the query.
    query = {"user": "somebody", "document_id": UNKNOWN, "segment_id": UNKNOWN, "baseline": UNKNOWN, "container": "x"}
    return person.open(operation.method, url, json=body, query_string=query)


def test_every_route_is_an_operation_with_an_access(flask_app: FlaskApp):
    rules = list(flask_app.url_map.iter_rules())
    assert {rule.endpoint for rule in rules} == set(flask_app.operations)
    public = {endpoint for endpoint, _, operation in operations(flask_app) if operation.routes.access.name == "public"}
    assert public == PUBLIC


def test_nobody_gets_in(flask_app: FlaskApp, client: Any):
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if endpoint in PUBLIC:
            continue
        walked += 1
        reply = client.open(filled(rule, {}), method=operation.method, json={})
        expected = REFUSED.get(operation.routes.access.name, 401)
        assert reply.status_code == expected, f"{operation.method} {rule}: {reply.status_code}"
        assert reply.json["status"] == expected
    assert walked > 20


@pytest.fixture
def ids(flask_app: FlaskApp, cast: Cast) -> dict[str, str]:
    """Things of Alice's, by the names that routes give them."""
    app_id = cast.alice.post("/apps", json={"name": "Alice's", "mode": "chat"}).json["id"]
    node = cast.alice.post(f"/apps/{app_id}/assets/folders", json={"name": "hers"}).json["id"]
    key = cast.alice.post(f"/apps/{app_id}/api-keys").json["id"]
    personal = cast.alice.post("/account/tokens", json={"name": "Hers", "scopes": ["read"]}).json["id"]
    # Numbers are given by app: the walk itself makes a first version of the stranger's.
    versions = [cast.alice.post(f"/apps/{app_id}/assets/versions", json={}).json["number"] for _ in range(3)]
    note = {"data": {"file": (BytesIO(b"hers"), "note.txt")}, "content_type": "multipart/form-data"}
    uploaded = cast.alice.post("/console/api/files/upload", **note).json["id"]
    config = cast.alice.post(f"/apps/{app_id}/model-config", json={}).json["id"]
    # Shared with all, so that it is the role that keeps Bob from changing it.
    dataset = cast.alice.post("/datasets", json={"name": "Hers", "permission": "all_team_members"}).json["id"]
    tag = cast.alice.post("/tags", json={"name": "Hers", "type": "app"}).json["id"]
    cast.alice.post("/workspaces/current/members/invite-email", json=BODIES["invitations.invite"])
    invitation = cast.alice.get("/workspaces/current/invitations").json["data"][0]["id"]
    with flask_app.app_context(), unit_of_work() as session:
        server = McpServer(workspace_id=cast.alice.workspace_id, name="Hers", url="http://hers.invalid/")
        api = ApiProvider(
            workspace_id=cast.alice.workspace_id,
            name="Hers",
            document="{}",
            document_digest="",
            server_url="http://hers.invalid",
            auth_schemes=[],
        )
        subscription = TriggerSubscription(
            workspace_id=cast.alice.workspace_id, name="Hers", kind="feed", source={"url": "http://hers.invalid/"}
        )
        identity = Identity(account_id=cast.alice.account_id, issuer="https://hers.invalid", subject="hers")
        session.add_all([server, api, subscription, identity])
        said = {"app_id": UUID(app_id), "id": new_id()}
        conversation = Conversation(**said, mode="chat", account_id=cast.alice.account_id)
        session.add(conversation)
        session.flush()
        known = add_knowledge(session, cast.alice.workspace_id, UUID(dataset))
        known |= add_own(session, cast.alice.account_id)
        known |= add_trigger(session, cast.alice.workspace_id, UUID(app_id))
        message = Message(**said, conversation_id=conversation.id)
        variable = ConversationVariable(conversation_id=conversation.id, name="v", value_type="string", value="hers")
        session.add_all([message, variable])
        form_id = add_form(session, cast.alice.workspace_id, UUID(app_id), "hers")
    return {
        "app_id": app_id,
        "node_id": node,
        "key_id": key,
        "token_id": personal,
        "version": str(versions[-1]),
        "config_id": config,
        "dataset_id": dataset,
        **known,
        "tag_id": tag,
        "file_id": uploaded,
        "server_id": str(server.id),
        "api_id": str(api.id),
        "subscription_id": str(subscription.id),
        "identity_id": str(identity.id),
        "conversation_id": str(conversation.id),
        "message_id": str(message.id),
        "variable_id": str(variable.id),
        "form_id": form_id,
        "token": "hers",
        "account_id": str(cast.bob.account_id),
        "invitation_id": invitation,
    }


def test_a_stranger_finds_nothing(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    before = cast.alice.get(f"/apps/{ids['app_id']}/assets/tree").json
    own = cast.mallory.post("/apps", json={"name": "Mallory's", "mode": "chat"}).json["id"]
    own_dataset = cast.mallory.post("/datasets", json={"name": "Mallory's"}).json["id"]
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if "<" not in rule or operation.routes.access.name != "console":
            continue
        walked += 1
        reply = request(cast.mallory, endpoint, operation, filled(rule, ids))
        # What is the installation's is no workspace's: whoever does not operate it is told so.
        expected = 403 if operation.can == "operate" else 404
        assert reply.status_code == expected, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
        if rule.count("<") > 1:
            # Somebody else's node or key in an app, or a document in a knowledge base, of one's own.
            owned = {"app_id": own, "dataset_id": own_dataset}
            reply = request(cast.mallory, endpoint, operation, filled(rule, {**ids, **owned}))
            assert reply.status_code == 404, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
    assert walked > 15
    assert cast.alice.get(f"/apps/{ids['app_id']}/assets/tree").json == before


def bodies_with(node: str, mine: str) -> list[tuple[str, dict[str, Any]]]:
    """What names somebody else's node beside one's own, under `assets`."""
    return [
        ("/folders", {"name": "x", "parent_id": node}),
        ("/files/upload", {"name": "x", "size": 1, "parent_id": node}),
        ("/batch-upload", {"children": [{"name": "x", "node_type": "folder"}], "parent_id": node}),
        (f"/nodes/{mine}/move", {"parent_id": node}),
        (f"/nodes/{mine}/reorder", {"after_node_id": node}),
        ("/nodes/move", {"ids": [mine], "parent_id": node}),
        ("/nodes/move", {"ids": [node], "parent_id": None}),
        ("/nodes/move", {"ids": [mine], "parent_id": None, "after_node_id": node}),
        ("/nodes/delete", {"ids": [mine, node]}),
        ("/nodes/copy", {"ids": [node], "parent_id": None}),
        ("/nodes/copy", {"ids": [mine], "parent_id": node}),
        ("/uploads", {"node_ids": [node]}),
        ("/uploads", {"under": node}),
        ("/uploads/complete", {"node_ids": [node]}),
        ("/sync", {"files": [], "parent_id": node}),
    ]


@pytest.mark.parametrize("by_key", [False, True])
def test_somebody_else_ids_in_bodies_are_not_found(cast: Cast, ids: dict[str, str], by_key: bool):
    own = cast.mallory.post("/apps", json={"name": "Mallory's", "mode": "chat"}).json["id"]
    stranger, assets = (program(cast.mallory, own), "/assets") if by_key else (cast.mallory, f"/apps/{own}/assets")
    mine = stranger.post(f"{assets}/folders", json={"name": "mine"}).json["id"]
    for path, body in bodies_with(ids["node_id"], mine):
        assert stranger.post(f"{assets}{path}", json=body).status_code == 404, path
    assert [node["id"] for node in stranger.get(f"{assets}/children").json["data"]] == [mine]


def test_a_workspace_is_an_id_in_a_body_too(cast: Cast):
    reply = cast.mallory.post("/workspaces/switch", json={"tenant_id": str(cast.alice.workspace_id)})
    assert reply.status_code in (400, 404)


def test_the_key_of_another_app_finds_nothing(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    before = cast.alice.get(f"/apps/{ids['app_id']}/assets/tree").json
    other = cast.alice.post("/apps", json={"name": "Another of hers", "mode": "chat"}).json["id"]
    stranger = program(cast.alice, other)
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if operation.routes.access.name != "app key":
            continue
        walked += 1
        reply = request(stranger, endpoint, operation, filled(rule, ids))
        if "<" in rule:
            assert reply.status_code == 404, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
        for name in ("app_id", "node_id"):
            assert ids[name].encode() not in reply.data, f"{operation.method} {rule}"
    assert walked > 20
    assert cast.alice.get(f"/apps/{ids['app_id']}/assets/tree").json == before


def test_the_knowledge_key_of_another_workspace_finds_nothing(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    token = cast.mallory.post("/datasets/api-keys", json={}).json["token"]
    stranger = Program(flask_app.test_client(), token)
    own = stranger.post("/datasets", json={"name": "Mallory's"}).json["id"]
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if operation.routes.access.name != "dataset key" or "<" not in rule:
            continue
        walked += 1
        others = [ids, *([{**ids, "dataset_id": own}] if rule.count("<") > 1 else [])]
        for these in others:
            reply = request(stranger, endpoint, operation, filled(rule, these))
            assert reply.status_code == 404, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
    assert walked > 2


def test_a_key_may_read_and_edit_files_and_no_more(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    holder = program(cast.alice, ids["app_id"])
    for endpoint, rule, operation in operations(flask_app):
        if operation.routes.access.name != "app key":
            continue
        assert rule.startswith(("/v1/", "/mcp")), rule
        if operation.can not in ("read", "edit"):
            assert request(holder, endpoint, operation, filled(rule, ids)).status_code == 403, rule


def test_a_login_is_no_key_and_a_key_is_no_login(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    holder = program(cast.alice, ids["app_id"])
    cookie = cast.alice.client.get_cookie("access_token")
    assert cookie is not None
    bearer = Program(flask_app.test_client(), cookie.value)
    for endpoint, rule, operation in operations(flask_app):
        if operation.routes.access.name in ("app key", "dataset key"):
            strangers: tuple[Any, ...] = (cast.alice, bearer)
        elif operation.routes.access.name == "console":
            strangers = (holder,)
        else:
            continue
        for stranger in strangers:
            reply = request(stranger, endpoint, operation, filled(rule, ids))
            assert reply.status_code == 401, f"{operation.method} {rule}: {reply.status_code}"


def test_a_role_too_low_is_forbidden(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    """Bob, normal, may read what he may read, and every route that asks for more refuses him."""
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if operation.routes.access.name != "console" or operation.can in ("read", "belong"):
            continue
        walked += 1
        reply = request(cast.bob, endpoint, operation, filled(rule, ids))
        assert reply.status_code == 403, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
    assert walked > 10
