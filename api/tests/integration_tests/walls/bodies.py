"""What must stand in a request beyond the least that its schema takes, so that only its ids can be what is refused.

By endpoint: fields of the body, or a list of several bodies where ids stand in what the document leaves open; the first
of a list is the usual one.
"""

from typing import Any

from tests.integration_tests.walls.kinds import Id

_FEED = {"kind": "feed", "url": "http://x.invalid/"}
_KNOWLEDGE_NODE = {
    "id": "look",
    "type": "custom",
    "data": {
        "type": "knowledge-retrieval",
        "title": "look",
        "dataset_ids": [Id("dataset")],
        "query_variable_selector": ["start", "name"],
        "retrieval_mode": "multiple",
        "multiple_retrieval_config": {"top_k": 4},
    },
}


def _with_tool(kind: str, thing: str, name: str) -> dict[str, Any]:
    tool = {"provider_type": kind, "provider_id": Id(thing), "tool_name": name, "enabled": True}
    return {"agent_mode": {"enabled": True, "strategy": "function_call", "tools": [tool]}}


_KNOWLEDGE = {
    "dataset_configs": {"retrieval_model": "multiple", "datasets": {"datasets": [{"dataset": {"id": Id("dataset")}}]}}
}
_CONFIGS = [{}, _with_tool("mcp", "server", "x"), _with_tool("api", "api", "x"), _KNOWLEDGE]
_QUESTION = {"inputs": {}, "query": "x", "response_mode": "streaming"}
_FILE = {"type": "document", "transfer_method": "local_file", "upload_file_id": Id("upload")}
_USER_FILE = {**_FILE, "upload_file_id": Id("user_upload")}
_SOURCES = {"info_list": {"data_source_type": "upload_file", "file_info_list": {"file_ids": [Id("upload")]}}}
_EARLIER = {"conversation_id": Id("conversation"), "parent_message_id": Id("message")}
_USERS = {"conversation_id": Id("user_conversation"), "parent_message_id": Id("user_message")}
_CHATFLOWS = {"conversation_id": Id("chatflow_conversation"), "parent_message_id": Id("chatflow_message")}
# One's own beside somebody else's.
_NODES = {"ids": [Id("node"), Id("next_node")]}
_EXTERNAL = {"provider": "external", "external_knowledge_api_id": Id("external_api"), "external_knowledge_id": "x"}

BODIES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "account.change_timezone": {"timezone": "UTC"},
    "app_imports.import_app": {"yaml_content": "kind: app\napp: {name: x, mode: workflow}\nworkflow: {graph: {}}\n"},
    "api_tools.add_api": {"operations": ["x"]},
    "asset_archives.export_some": {"ids": [Id("node")]},
    "asset_many_contents.read_contents": {"sha256": [Id("sha256")]},
    "asset_uploads.complete_uploads": {"node_ids": [Id("node")]},
    "assets.batch_upload": {"children": [{"name": "x", "node_type": "folder"}]},
    "assets.copy_nodes": [{"ids": [Id("node")], "parent_id": None}, _NODES],
    "assets.delete_nodes": [{"ids": [Id("node")]}, _NODES],
    "assets.move_node": {"parent_id": None},
    "assets.move_nodes": [{"ids": [Id("node")], "parent_id": None}, _NODES],
    "assets.reorder_node": {"after_node_id": None},
    "chat.ask": [_QUESTION, {"files": [_USER_FILE]}, _USERS],
    "completion.complete": [
        _QUESTION,
        {"files": [{**_FILE, "upload_file_id": Id("user_completion_upload")}]},
    ],
    "conversation_names.name_conversation": {"name": "x"},
    "datasets.create_dataset": [{}, _EXTERNAL],
    "dataset.update_dataset": [{}, _EXTERNAL],
    "document_tree.read_document_contents": {"sha256": ["0" * 64]},
    "documents.add_documents": {"indexing_technique": "economy", "data_source": _SOURCES},
    "dataset_setup.set_up_dataset": {"indexing_technique": "economy", "data_source": _SOURCES},
    "dataset_setup.estimate_indexing": {"info_list": _SOURCES["info_list"]},
    "external_api.change_external_api": {"name": "x", "settings": {"endpoint": "http://x.invalid"}},
    "external_apis.add_external_api": {"name": "x", "settings": {"endpoint": "http://x.invalid"}},
    "mcp.exchange_message": {"jsonrpc": "2.0", "id": 1, "method": "ping"},
    "mcp_servers.add_server": {"name": "x", "server_url": "http://x.invalid/"},
    "model_configs.publish_config": _CONFIGS,
    "pipelines.try_pipeline": [
        {"steps": [], "document_ids": [Id("document")]},
        {"steps": None, "pipeline_id": Id("pipeline")},
    ],
    "sources.create_source": {"kind": "asset_tree", "app_id": Id("app")},
    "tag_bindings.bind_tags": {"type": "app", "tag_ids": [Id("tag")]},
    "tag_bindings.unbind_tags": {"type": "app", "tag_ids": [Id("tag")]},
    "tracing.switch_tracing": {"enabled": True, "tracing_provider": "langfuse"},
    "tried_chat.try_chat": [_QUESTION, {"files": [_FILE]}, _EARLIER],
    "tried_chatflows.try_chatflow": [_QUESTION, {"files": [_FILE]}, _CHATFLOWS],
    "tried_completion.try_completion": [_QUESTION, {"files": [_FILE]}],
    "trigger_tries.run_on_any_event": {"node_ids": ["hook"]},
    "trigger_tries.run_on_event": {"node_id": "hook"},
    "trigger_subscriptions.change_subscription": [
        {},
        {"source": {"kind": "run_ended", "app_id": Id("app")}},
        {"source": {"kind": "knowledge_synced", "dataset_id": Id("dataset")}},
    ],
    "trigger_subscriptions.add_subscription": [
        {"name": "x", "source": _FEED},
        {"source": {"kind": "run_ended", "app_id": Id("app")}},
        {"source": {"kind": "version_published", "app_id": Id("app")}},
        {"source": {"kind": "knowledge_synced", "dataset_id": Id("dataset")}},
    ],
    "workflow_drafts.save_draft": {"graph": {"nodes": [_KNOWLEDGE_NODE], "edges": []}, "features": {}},
    "workflow_tries.run_draft": [{"inputs": {}}, {"inputs": {}, "files": [_FILE]}],
    "workflows.run_workflow": {"inputs": {}, "response_mode": "streaming"},
    "workflows.run_version": {"inputs": {}, "response_mode": "streaming"},
}
