"""The audit log is closed by default: what changes something in the console says what it does, or stands here."""

import ast
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import treeline
from treeline import FEATURES
from treeline.accounts.audit.details import changes, deed_of
from treeline.accounts.models import METHODS
from treeline.kernel.deeds import Doing, Named
from treeline.kernel.features import Feature
from treeline.kernel.web import Operation, Routes

LOCALES = Path(__file__).parents[3] / "web" / "src" / "features" / "audit" / "locales"

READS = "only reads, whatever its method"
TRIES = "tries something; what it starts is a run with a log of its own"
SAVES = "saves a draft as it is typed; its publication is recorded"
ATTACHES = "belongs to the message that it is sent with"
PREFERS = "how the console looks to one person"
# A route that changes something leaves no line only by standing here.
LEAVES_NONE = {
    "account.change_interface_language": PREFERS,
    "account.change_interface_theme": PREFERS,
    "account.change_timezone": PREFERS,
    "workspaces.read_current_workspace_by_post": READS,
    "workspaces.switch_workspace": "moves one's own session",
    "owner_transfers.check_transfer": READS,
    "new_passkeys.ask_for_passkey": "is recorded when the browser has answered",
    "two_step.start_two_step": "is recorded when it is confirmed",
    "identities.connect_identity": "is recorded when the provider has answered",
    "uploads.upload_own_file": ATTACHES,
    "remote_files.upload_remote_file": ATTACHES,
    "assets.renew_uploads": "makes links for files whose creation is recorded",
    "assets.reorder_node": "the order in which a folder is shown",
    "asset_uploads.complete_uploads": "ends what is recorded as it begins",
    "asset_archives.export_some": READS,
    "asset_many_contents.read_contents": READS,
    "model_provider.validate_credentials": TRIES,
    "mcp_servers.test_server": TRIES,
    "api_tools.preview_document": READS,
    "api_tools.test_api_tool": TRIES,
    "dataset_setup.estimate_indexing": READS,
    "document_tree.read_document_contents": READS,
    "hit_testing.test_hits": TRIES,
    "knowledge_search.search_several": READS,
    "external_hit_testing.test_external_hits": TRIES,
    "doctor.examine_installation": READS,
    "dataset_checks.check_dataset": "does what is done every night",
    "pipelines.try_pipeline": TRIES,
    "console_feedbacks.rate_as_member": "is kept with the message",
    "tried_chat.try_chat": TRIES,
    "trace_tests.send_test_span": TRIES,
    "tried_chat.stop_tried_chat": TRIES,
    "tried_completion.try_completion": TRIES,
    "tried_completion.stop_tried_completion": TRIES,
    "workflow_drafts.save_draft": SAVES,
    "workflow_drafts.save_features": SAVES,
    "workflow_tries.run_draft": TRIES,
    "workflow_tries.run_node": TRIES,
    "workflow_tries.run_iteration": TRIES,
    "workflow_tries.run_loop": TRIES,
    "workflow_tries.stop_tried": TRIES,
    "workflow_reruns.rerun": TRIES,
    "tried_chatflows.try_chatflow": TRIES,
    "workflow_variables.forget_values": SAVES,
    "workflow_variables.forget_node_values": SAVES,
    "workflow_variables.change_value": SAVES,
    "workflow_variables.forget_value": SAVES,
    "workflow_variables.reset_value": SAVES,
    "trigger_tries.run_on_event": TRIES,
    "trigger_tries.run_on_any_event": TRIES,
    "trigger_tries.run_node_on_event": TRIES,
    "trigger_subscriptions.test_subscription": TRIES,
    "app_schedules.list_schedule_times": READS,
}
# Written where they happen, by no route's deed.
WRITTEN = {
    "account.make_admin",
    "account.reset_password",
    "account.reuse_token",
    "account.sign_in",
    "account.sign_in_failed",
    "account.sign_out",
    "installation.set_up",
    "invitation.ask",
}


def features() -> list[Feature]:
    return [import_module(f"treeline.{name}.feature").FEATURE for name in FEATURES]


def operations() -> Iterator[tuple[str, Operation]]:
    for feature in features():
        for routes in feature.routes:
            for operation in routes.operations if isinstance(routes, Routes) else ():
                yield f"{routes.name}.{operation.__name__}", operation


def test_whatever_changes_something_says_what_it_does():
    changing = {
        name: operation
        for name, operation in operations()
        if operation.method != "GET" and operation.routes.access.name == "console"
    }
    silent = {name for name, operation in changing.items() if operation.deed is None}
    # Declare `deed="kind.verb"` on the route, or say here why it leaves no line.
    assert silent - set(LEAVES_NONE) == set()
    assert set(LEAVES_NONE) - silent == set()
    assert len(changing) > 150


def test_deeds_are_named_kind_and_verb():
    deeds = {operation.deed for _, operation in operations() if operation.deed}
    assert [deed for deed in deeds if not re.fullmatch(r"[a-z_]{1,32}\.[a-z_]+", deed) or len(deed) > 64] == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_console_has_words_for_each(language: str):
    texts = json.loads((LOCALES / f"{language}.json").read_text())
    deeds = {operation.deed for _, operation in operations() if operation.deed} | WRITTEN
    kinds, verbs = ({deed.split(".")[part] for deed in deeds} for part in (0, 1))
    assert kinds - set(texts["kinds"]) == set()
    assert verbs - set(texts["verbs"]) == set()
    known = kinds | set(texts["parts"]) | {"account"}
    assert {kind for _, operation in operations() if operation.deed for kind in related(operation)} - known == set()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_console_has_words_for_what_changed(language: str):
    """Fields of bodies, what stands in paths, and what services tell: none is shown as the API spells it."""
    texts = json.loads((LOCALES / f"{language}.json").read_text())
    told = {"method", "reason", "token"}
    for file in Path(treeline.__file__).parent.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
        tells = [call for call in calls if ast.unparse(call.func) in ("tell", "done", "deeds.tell", "deeds.done")]
        told |= {keyword.arg for call in tells for keyword in call.keywords if keyword.arg}
    for _, operation in operations():
        if operation.deed:
            rule = f"{operation.routes.url_prefix}{operation.path}"
            told |= {
                *(operation.body.model_fields if operation.body else ()),
                *re.findall(r"<(?!uuid:)(?:\w+:)?(\w+)>", rule),
            }
    assert told - {"object_id", "object_name"} - set(texts["names"]) == set()
    assert set(METHODS) | {"second_factor"} == set(texts["methods"])


def related(operation: Operation) -> list[str]:
    """The kinds of what its path names."""
    rule = f"{operation.routes.url_prefix}{operation.path}"
    path = {param: uuid4() for param in re.findall(r"<uuid:(\w+)>", rule)}
    return [each["kind"] for each in deed_of(doing("none.of_them", path), places()).details.get("related", [])]


def places() -> list[Named]:
    parts = [part for feature in features() for gift in feature.gives for part in gift.parts]
    return [part for part in parts if isinstance(part, Named)]


def test_what_paths_name_is_known_by_its_own_kind():
    """A kind of `places` is one of deeds, too: otherwise nothing would ever be found by it."""
    kinds = {operation.deed.partition(".")[0] for _, operation in operations() if operation.deed}
    assert {place.kind for place in places()} - kinds == set()


def doing(deed: str, path: dict[str, Any], names: dict[str, str] | None = None, result: Any = None) -> Doing:
    return Doing(deed, "edit", path, names or {}, result=result)


def test_it_is_done_to_what_was_made_or_to_what_the_path_names():
    app, key = uuid4(), uuid4()
    path = {"app_id": app, "key_id": key}
    names = {"app_id": "Support", "key_id": "CI"}
    in_app = [{"kind": "app", "id": str(app), "name": "Support"}]
    deleted = deed_of(doing("api_key.delete", path, names), places())
    assert (deleted.kind, deleted.object_id, deleted.object_name) == ("api_key", key, "CI")
    assert deleted.details == {"related": in_app}
    made = {"id": str(key), "name": "New"}
    created = deed_of(doing("api_key.create", {"app_id": app}, names, made), places())
    assert (created.object_id, created.object_name, created.details) == (key, "New", {"related": in_app})
    copied = deed_of(doing("app.copy", {"app_id": app}, names, made), places())
    assert (copied.object_id, copied.details) == (key, {"related": in_app})


def test_a_new_name_stands_beside_the_old_one():
    app = uuid4()
    renamed = deed_of(doing("app.rename", {"app_id": app}, {"app_id": "Old"}, {"id": app, "name": "New"}), places())
    assert (renamed.object_name, renamed.details) == ("New", {"name_before": "Old"})


def test_one_name_of_a_path_can_be_of_two_kinds():
    run, evaluated = uuid4(), uuid4()
    assert deed_of(doing("run.stop", {"run_id": run}), places()).object_id == run
    assert deed_of(doing("evaluation_run.delete", {"run_id": evaluated}), places()).object_id == evaluated


def test_what_is_told_goes_before_what_is_seen():
    tells = doing("app.import", {}, result={"id": "not a uuid"})
    tells.told = {"object_id": (app := uuid4()), "object_name": "Told", "format": "yaml"}
    deed = deed_of(tells, places())
    assert (deed.object_id, deed.object_name, deed.details) == (app, "Told", {"format": "yaml"})
    assert deed_of(doing("app.import", {}, result=None), places()).object_id is None


TYPED = "typed:"
TEXTS = st.text(max_size=20).map(lambda text: TYPED + text)


def bodies() -> list[Any]:
    return sorted({op.body for _, op in operations() if op.deed and op.body}, key=lambda body: body.__name__)


@given(data=st.data())
def test_nothing_that_is_typed_into_a_body_is_kept(data: st.DataObject):
    """Of any body of a deed: whatever texts stand in its fields, none of them are in the details."""
    body = data.draw(st.sampled_from(bodies()))
    given = {
        name: data.draw(st.one_of(TEXTS, st.lists(TEXTS, max_size=3), st.dictionaries(TEXTS, TEXTS, max_size=2)))
        for name, field in body.model_fields.items()
        if "Literal" not in str(field.annotation)
    }
    details = changes(cast(Any, body).model_construct(_fields_set=set(given), **given))
    assert TYPED not in json.dumps(details)
    assert {*details.get("fields", ()), *details.get("values", ())} == set(given)
