"""What events of subscriptions consist of, by the kind of the subscription."""

from collections.abc import Mapping

TEXT, NUMBER, OBJECT = "string", "number", "object"
# Of every kind.
EVENT = "event"


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys((EVENT, *names), TEXT)


OUTPUTS: Mapping[str, Mapping[str, str]] = {
    "github": {**_texts("action", "repository", "sender", "created_at"), "payload": OBJECT},
    "feed": _texts("id", "title", "link", "author", "published_at", "summary", "feed"),
    "imap": {
        **_texts("message_id", "subject", "from", "date", "text"),
        "to": "array[string]",
        "attachments": "array[object]",
    },
    "version_published": {**_texts("app_id", "app_name", "note"), "version": NUMBER, "files": NUMBER, "bytes": NUMBER},
    "run_ended": {
        **_texts("app_id", "app_name", "run_id", "status", "error"),
        "outputs": OBJECT,
        "total_tokens": NUMBER,
    },
    "knowledge_synced": {
        **_texts("dataset_id", "dataset_name", "source_id", "source_name", "status", "error"),
        "added": NUMBER,
        "changed": NUMBER,
        "removed": NUMBER,
    },
}
