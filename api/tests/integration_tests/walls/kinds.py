"""What kind of thing an id in a request is of: by where it stands. The first row that fits says it.

Rows are searched for in "METHOD /path place", such as "POST /v1/chat-messages body.files.upload_file_id". A new
operation whose ids no row knows fails; what makes an id of each kind is in things.py.
"""

import re
from dataclasses import dataclass

# An end user, who has one of everything that end users have.
USER = "somebody"


@dataclass(frozen=True)
class Id:
    kind: str


_APP = r"/apps/\{app_id\}"
_KINDS = (
    # Apps, by what they are asked for.
    (rf"{_APP}/advanced-chat/.* path\.app_id$", "chatflow_app"),
    (rf"{_APP}/completion-.* path\.app_id$", "completion_app"),
    (r"/apps/imports body\.app_id$", "workflow_app"),
    (rf"{_APP}/(workflow|trigger|schedules|export).* path\.app_id$", "workflow_app"),
    (r"\.app_id$", "app"),
    # Files of an app.
    (r"/assets.*\.after_node_id$", "next_node"),
    (r"/assets/contents body\.sha256$", "sha256"),
    (r"/datasets query\.ids$", "dataset"),
    (r"/assets.* (path|query|body)\.(node_id|node_ids|parent_id|ids|under|cursor)$", "node"),
    (r"path\.version$", "version"),
    # Keys.
    (r"/datasets/\{dataset_id\}/api-keys.*\.key_id$", "key_of_dataset"),
    (r"/datasets/api-keys.*\.key_id$", "dataset_key"),
    (r"\.key_id$", "key"),
    # Runs: what answers and workflows have in common is found by `task_id`.
    (r"evaluation-sets.*\.(run_id|baseline)$", "evaluation_run"),
    (r"/advanced-chat/workflow-runs.* (path\.run_id|query\.last_id)$", "chatflow_run"),
    (r"/v1/completion-messages.*\.task_id$", "user_completion_task"),
    (r"/completion-messages.*\.task_id$", "completion_task"),
    (r"/v1/workflow.*\.task_id$", "user_workflow_run"),
    (r"/v1/.*\.task_id$", "user_task"),
    (r"/workflow-runs/tasks.*\.task_id$", "workflow_run"),
    (r"\.task_id$", "task"),
    (r"/v1/.*\.run_id$", "user_workflow_run"),
    (r"/workflow-runs.* query\.last_id$", "workflow_run"),
    (r"\.run_id$", "workflow_run"),
    (r"\.step_id$", "step"),
    # Conversations: of a member in the console, of an end user for programs.
    (r"/advanced-chat/.*\.conversation_id$", "chatflow_conversation"),
    (r"/advanced-chat/.*\.parent_message_id$", "chatflow_message"),
    (r"completion-conversations.*\.conversation_id$", "completion_conversation"),
    (r"/v1/conversations query\.last_id$", "user_conversation"),
    (r"/v1/.*/variables query\.last_id$", "user_variable"),
    (r"/v1/.*\.conversation_id$", "user_conversation"),
    (r"/v1/.*\.(message_id|parent_message_id|first_id)$", "user_message"),
    (r"\.conversation_id$", "conversation"),
    (r"\.(message_id|parent_message_id|first_id)$", "message"),
    (r"/v1/.*\.variable_id$", "user_variable"),
    (r"/workflows/.*\.variable_id$", "draft_variable"),
    (r"\.config_id$", "config"),
    # Attachments.
    (r"message-files.*\.file_id$", "message_file"),
    (r"/v1/files.*\.file_id$", "user_upload"),
    (r"/v1/.*\.upload_file_id$", "user_upload"),
    (r"\.(file_id|file_ids|upload_file_id)$", "upload"),
    # Workflows.
    (r"\.import_id$", "import"),
    (r"\.workflow_id$", "workflow"),
    (r"/triggers/.* query\.last_id$", "event"),
    (r"\.(trigger_id|event_id|firing_id|form_id|subscription_id|delivery_id)$", ""),
    (r"/v1/form/.*\.token$", "form_token"),
    # Knowledge.
    (r"\.(dataset_id|dataset_ids)$", "dataset"),
    (r"metadata_list\.id$", "metadata"),
    (r"\.(document_id|document_ids|original_document_id)$", "document"),
    (r"\.(segment_id|why)$", "segment"),
    (r"\.external_knowledge_api_id$", "external_api"),
    (r"\.(child_id|metadata_id|index_id|pipeline_id|pipeline_run_id|external_api_id|job_id|source_id)$", ""),
    (r"\.(set_id|question_id)$", ""),
    (r"path\.batch$", "batch"),
    # The workspace's.
    (r"/v1/datasets/tags.*\.(tag_id|tag_ids)$", "knowledge_tag"),
    (r"/datasets query\.tag_ids$", "knowledge_tag"),
    (r"/tag-bindings/.*\.target_id$", "app"),
    (r"/v1/datasets/tags.*\.target_id$", "dataset"),
    (r"\.(tag_id|tag_ids)$", "tag"),
    (r"\.(partial_member_list|user_id|account_id|member_id)$", "member"),
    (r"/account/avatar body\.avatar$", "upload"),
    (r"\.tenant_id$", "workspace"),
    (r"\.(identity_id|token_id|passkey_id|session_id)$", ""),
    (r"\.(credential_id|server_id|api_id|invitation_id|mail_id)$", ""),
)
# Texts that are no ids, and what is sent for them.
_WORDS = (
    (r"/documents/status/\{action\}.* path\.action$", "disable"),
    (r"/segment/\{action\} path\.action$", "disable"),
    (r" path\.action$", "pause"),
    # A node of a graph is found within its workflow.
    (r"/last-run path\.node_id$|/rerun body\.node_id$", "greet"),
    (r"/trigger/run path\.node_id$", "hook"),
    (r"/workflows/.* path\.node_id$", "start"),
    (r"/webhook.* query\.node_id$", "hook"),
    (r"/trigger/run body\.node_id$", "hook"),
    (r" body\.start_node_id$", "start"),
    (r" path\.node_type$", "start"),
    (r" path\.model_type$", "llm"),
    (r" path\.provider$", "openai_api_compatible"),
    (r" path\.path$", "note.txt"),
    (r" path\.url$", "http://x.invalid/"),
    (r"/(files|console)/.* path\.token$", "x"),
    (r" path\.webhook_id$", "x"),
    (r"\.model_type$", "llm"),
    (r"\.(url|server_url|endpoint)$", "http://x.invalid/"),
)


def kind_of(place: str) -> Id:
    """The kind of the id that stands there; an empty one where no row knows."""
    for pattern, kind in _KINDS:
        if re.search(pattern, place):
            return Id(kind or place.rpartition(".")[2].removesuffix("_id"))
    return Id("")


def word_of(place: str) -> str | None:
    """What is sent where a text stands that is no id."""
    return next((word for pattern, word in _WORDS if re.search(pattern, place)), None)
