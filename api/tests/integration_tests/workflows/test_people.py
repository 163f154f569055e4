"""Runs wait for people: what they are asked, who may answer, once, in time, and what the run makes of it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import event, func, select, text, update

from tests.answers import events_in
from tests.conftest import Person, program
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph, llm, node
from tests.integration_tests.workflows.people import ACTIONS, ANSWER, APPROVAL, START, asking
from tests.model_server import ModelServer
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.events import stream_key
from treeline.runs.models import Run
from treeline.workflows.forms.models import HumanInputForm

KIB = 1024


def named(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event["data"] for event in events if event["event"] == name]


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["event"] for event in events]


class Asked:
    """A run that waits."""

    def __init__(self, builder: Builder, events: list[dict[str, Any]]):
        self.builder, self.events = builder, events
        self.run_id: str = events[0]["task_id"]
        self.forms = named(events, "human_input_required")
        self.form = self.forms[0] if self.forms else {}

    @property
    def link(self) -> str:
        return f"/form/human_input/{self.form['form_token']}"

    @property
    def path(self) -> str:
        return f"/human-input-forms/{self.form['form_id']}"

    def follow(self) -> list[dict[str, Any]]:
        """All that has been told, once workers have done what there is."""
        self.builder.run_tasks()
        reply = self.builder.person.get(f"{self.builder.path}/runs/{self.run_id}/events")
        return list(events_in(reply.data.splitlines()))

    def run(self) -> Any:
        return self.builder.person.get(f"{self.builder.path}/workflow-runs/{self.run_id}").json

    def steps(self) -> dict[str, str]:
        path = f"{self.builder.path}/workflow-runs/{self.run_id}/node-executions"
        return {step["node_id"]: step["status"] for step in self.builder.person.get(path).json["data"]}

    def end(self) -> dict[str, Any]:
        return named(self.follow(), "workflow_finished")[-1]


@pytest.fixture
def asked(builder: Builder) -> Asked:
    builder.publish(APPROVAL)
    return Asked(builder, builder.run({"name": "Ann"}))


def waiting(person: Person, state: str = "waiting") -> list[dict[str, Any]]:
    return person.get(f"/human-input-forms?state={state}").json["data"]


def test_it_works(asked: Asked, alice: Person):
    assert names(asked.events)[-2:] == ["human_input_required", "workflow_paused"]
    form = asked.form
    assert form["form_content"] == "Send this to Ann?\n\n{{#$outputs.why#}}"
    assert (form["node_title"], form["actions"], form["display_in_ui"]) == ("ask", ACTIONS, True)
    (paused,) = named(asked.events, "workflow_paused")
    assert (paused["status"], paused["paused_nodes"]) == ("paused", ["ask"])
    assert paused["reasons"] == [{"TYPE": "human_input_required", **form}]
    assert (asked.run()["status"], asked.steps()["ask"]) == ("paused", "paused")
    (listed,) = waiting(alice)
    assert (listed["id"], listed["run_id"], listed["title"]) == (form["form_id"], asked.run_id, "ask")
    assert (listed["state"], listed["answered_by"]) == ("waiting", None)

    assert alice.post(asked.path, json=ANSWER).status_code == 200
    assert asked.run()["status"] == "queued"
    events = asked.follow()
    (filled,) = named(events, "human_input_form_filled")
    assert (filled["action_id"], filled["action_text"], filled["node_id"]) == ("approve", "Approve", "ask")
    assert asked.end()["outputs"] == {"branch": "approve", "why": "Because", "from": "Ann"}
    assert asked.steps() == {"start": "succeeded", "ask": "succeeded", "sent": "succeeded"}
    assert waiting(alice) == []
    (answered,) = waiting(alice, "answered")
    assert (answered["state"], answered["action"], answered["answered_by"]) == ("submitted", "Approve", "Alice")
    assert alice.get(asked.path).json["answer"] == {"why": "Because"}


def test_a_link_needs_no_account(asked: Asked, flask_app: FlaskApp, client: Any):
    path = f"/console/api{asked.link}"
    # Mail scanners open links: nothing comes of that.
    for shown in (client.get(path), client.get(path)):
        assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    shown = client.get(path)
    assert (shown.json["title"], shown.json["app_name"]) == ("ask", "A workflow")
    assert shown.json["user_actions"] == ACTIONS
    assert client.post(path, json=ANSWER | {"action": "reject"}).json == {"result": "success"}
    for reply in (client.get(path), client.post(path, json=ANSWER)):
        assert (reply.status_code, reply.json["code"]) == (412, "human_input_form_submitted")
    assert asked.end()["outputs"]["branch"] == "reject"
    assert client.get("/console/api/form/human_input/guessed").status_code == 404


def test_a_program_answers_for_its_user(asked: Asked, alice: Person):
    form = asked.builder.program.get(asked.link).json
    assert form["expiration_time"] == asked.form["expiration_time"]
    assert form["resolved_default_values"] == {}
    other = alice.post("/apps", json={"name": "Other", "mode": "workflow"}).json["id"]
    assert program(alice, other).get(asked.link).status_code == 404
    assert program(alice, other).post(asked.link, json=ANSWER | {"user": "ann"}).status_code == 404
    assert asked.builder.program.post(asked.link, json=ANSWER | {"user": "ann"}).json == {"result": "success"}
    late = asked.builder.program.post(asked.link, json=ANSWER)
    assert (late.status_code, late.json["code"]) == (412, "human_input_form_submitted")
    assert asked.end()["outputs"]["branch"] == "approve"


def test_others_of_the_workspace_may_answer_and_strangers_may_not(asked: Asked, bob: Person, mallory: Person):
    assert waiting(mallory) == []
    assert mallory.get(asked.path).status_code == 404
    assert mallory.post(asked.path, json=ANSWER).status_code == 404
    assert [form["id"] for form in waiting(bob)] == [asked.form["form_id"]]
    assert bob.post(asked.path, json=ANSWER).status_code == 200
    assert bob.get(asked.path).json["answered_by"] == "Bob"


def test_what_is_wrong_is_said_and_nothing_is_written(asked: Asked, alice: Person):
    reply = alice.post(asked.path, json={"inputs": {"why": ""}, "action": "perhaps"})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert [each["path"] for each in reply.json["details"]] == ["inputs.why", "action"]
    assert waiting(alice)[0]["state"] == "waiting"
    assert asked.run()["status"] == "paused"


def overdue(form_id: str) -> None:
    past = HumanInputForm.created_at
    db.session.execute(update(HumanInputForm).where(HumanInputForm.id == form_id).values(expires_at=past))


def test_time_runs_out(asked: Asked, alice: Person, flask_app: FlaskApp, client: Any):
    expire = flask_app.extensions["celery"].tasks["workflows.expire_forms"]
    expire()
    assert asked.run()["status"] == "paused"
    with flask_app.app_context(), unit_of_work():
        overdue(asked.form["form_id"])
    # Also before anybody has looked.
    for reply in (client.get(f"/console/api{asked.link}"), alice.post(asked.path, json=ANSWER)):
        assert (reply.status_code, reply.json["code"]) == (412, "human_input_form_expired")
    assert waiting(alice) == []
    expire()
    expire()
    events = asked.follow()
    (late,) = named(events, "human_input_form_timeout")
    assert late["node_id"] == "ask"
    assert asked.end()["outputs"] == {"branch": "__timeout", "why": None, "from": "Ann"}
    assert asked.steps()["late"] == "succeeded"
    assert waiting(alice, "answered")[0]["state"] == "expired"


def test_the_list_tells_what_is_asked(builder: Builder):
    content = "## Send **this** to {{#start.name#}}?\n\n- 5 * 3 = 15\n\n{{#$outputs.why#}}\n" + "and so on " * 40
    builder.publish(graph(START, asking(form_content=content), edge("start", "ask")))
    builder.run({"name": "Ann"})
    (shown,) = waiting(builder.person)
    assert shown["text"].startswith("Send this to Ann? 5 * 3 = 15 and so on")
    assert len(shown["text"]) <= 160
    assert shown["text"].endswith("…")


def test_a_stop_that_comes_while_it_pauses_ends_it(builder: Builder, flask_app: FlaskApp):
    """The row knows of it first: its signal is on the way."""

    def stop(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE runs SET status="):
            cursor.execute("UPDATE runs SET stop_requested_at = now() WHERE status = 'running'")

    builder.publish(APPROVAL)
    with flask_app.app_context():
        engine = db.engines[None]
    event.listen(engine, "before_cursor_execute", stop)
    try:
        asked = Asked(builder, builder.run({"name": "Ann"}))
    finally:
        event.remove(engine, "before_cursor_execute", stop)
    assert "workflow_paused" not in names(asked.events)
    assert asked.end()["status"] == "stopped"
    assert asked.steps()["ask"] == "stopped"
    assert builder.person.get(asked.path).json["state"] == "stopped"


def test_a_stop_ends_the_waiting(asked: Asked, alice: Person):
    assert asked.builder.program.post(f"/workflows/tasks/{asked.run_id}/stop", json={"user": "ann"}).status_code == 200
    reply = alice.post(asked.path, json=ANSWER)
    assert (reply.status_code, reply.json["code"]) == (412, "human_input_form_expired")
    assert waiting(alice) == []
    assert asked.end()["status"] == "stopped"
    assert asked.steps()["ask"] == "stopped"
    assert alice.get(asked.path).json["state"] == "stopped"
    assert alice.post(asked.path, json=ANSWER).status_code == 412


def both() -> dict[str, Any]:
    second = asking("second", inputs=[], form_content="Really?")
    outputs = [{"variable": each, "value_selector": [each, "__action_id"]} for each in ("ask", "second")]
    return graph(
        START,
        asking(),
        second,
        node("end", "end", outputs=outputs),
        edge("start", "ask"),
        edge("start", "second"),
        edge("ask", "end", "approve"),
        edge("second", "end", "reject"),
    )


@pytest.mark.parametrize("order", [("ask", "second"), ("second", "ask")])
def test_two_are_asked_and_both_answers_count(builder: Builder, order: tuple[str, str]):
    builder.publish(both())
    told = Asked(builder, builder.run({"name": "Ann"}))
    forms = {form["node_id"]: form["form_id"] for form in told.forms}
    given = {"ask": ANSWER, "second": {"action": "reject"}}
    assert builder.person.post(f"/human-input-forms/{forms[order[0]]}", json=given[order[0]]).status_code == 200
    paused = named(told.follow(), "workflow_paused")
    assert [each["paused_nodes"] for each in paused] == [["ask", "second"], [order[1]]]
    assert told.run()["status"] == "paused"
    assert builder.person.post(f"/human-input-forms/{forms[order[1]]}", json=given[order[1]]).status_code == 200
    assert told.end()["outputs"] == {"ask": "approve", "second": "reject"}


def test_answers_of_both_at_once_need_one_worker(builder: Builder):
    builder.publish(both())
    told = Asked(builder, builder.run({"name": "Ann"}))
    forms = {form["node_id"]: form["form_id"] for form in told.forms}
    assert builder.person.post(f"/human-input-forms/{forms['ask']}", json=ANSWER).status_code == 200
    assert builder.person.post(f"/human-input-forms/{forms['second']}", json={"action": "reject"}).status_code == 200
    events = told.follow()
    assert len(named(events, "workflow_paused")) == 1
    assert told.end()["outputs"] == {"ask": "approve", "second": "reject"}
    assert told.run()["retry_index"] == 1


def test_each_item_of_an_iteration_has_a_question_of_its_own(builder: Builder):
    inner = (
        node("it-start", "iteration-start", parent="it"),
        asking("ask", parent="it", form_content="Keep {{#it.item#}}?", inputs=[]),
    )
    array = node(
        "list",
        "code",
        code="def main():\n    return {'items': ['a', 'b']}",
        code_language="python3",
        variables=[],
        outputs={"items": {"type": "array[string]", "children": None}},
    )
    iteration = node(
        "it",
        "iteration",
        start_node_id="it-start",
        iterator_selector=["list", "items"],
        output_selector=["ask", "__action_id"],
        output_type="array[string]",
        is_parallel=True,
        parallel_nums=2,
    )
    end = node("end", "end", outputs=[{"variable": "kept", "value_selector": ["it", "output"]}])
    parts = (START, array, iteration, *inner, end)
    builder.publish(
        graph(*parts, edge("start", "list"), edge("list", "it"), edge("it-start", "ask"), edge("it", "end"))
    )
    told = Asked(builder, builder.run({}))
    forms = {form["form_content"]: form["form_id"] for form in told.forms}
    assert set(forms) == {"Keep a?", "Keep b?"}
    assert builder.person.post(f"/human-input-forms/{forms['Keep b?']}", json={"action": "reject"}).status_code == 200
    told.follow()
    assert builder.person.post(f"/human-input-forms/{forms['Keep a?']}", json={"action": "approve"}).status_code == 200
    assert told.end()["outputs"] == {"kept": ["approve", "reject"]}


def test_files_are_uploaded_to_a_form(builder: Builder, client: Any):
    paper = {"type": "file", "output_variable_name": "paper", "required": True, "allowed_file_types": ["document"]}
    end = node("end", "end", outputs=[{"variable": "name", "value_selector": ["ask", "paper", "name"]}])
    builder.publish(graph(START, asking(inputs=[paper]), end, edge("start", "ask"), edge("ask", "end", "approve")))
    told = Asked(builder, builder.run({}))
    path = f"/console/api{told.link}"
    sent = {"data": {"file": (BytesIO(b"Signed."), "signed.txt")}, "content_type": "multipart/form-data"}
    uploaded = client.post(f"{path}/upload", **sent)
    assert uploaded.status_code == 201
    given = {"type": "document", "transfer_method": "local_file", "upload_file_id": uploaded.json["id"]}
    # What others have uploaded is not theirs.
    other = Asked(builder, builder.run({}))
    stolen = client.post(f"/console/api{other.link}", json={"inputs": {"paper": given}, "action": "approve"})
    assert stolen.status_code == 404
    picture = client.post(path, json={"inputs": {"paper": given | {"type": "image"}}, "action": "approve"})
    assert [each["type"] for each in picture.json["details"]] == ["wrong_file"]
    assert client.post(path, json={"inputs": {"paper": given}, "action": "approve"}).status_code == 200
    assert told.end()["outputs"] == {"name": "signed.txt"}
    late = {"data": {"file": (BytesIO(b"More."), "more.txt")}, "content_type": "multipart/form-data"}
    assert client.post(f"{path}/upload", **late).status_code == 412


def test_a_form_that_asks_for_no_file_takes_none(asked: Asked, client: Any):
    sent = {"data": {"file": (BytesIO(b"x"), "x.txt")}, "content_type": "multipart/form-data"}
    assert client.post(f"/console/api{asked.link}/upload", **sent).status_code == 404


def test_a_chat_goes_on_where_it_was(alice: Person, provided: ModelServer, run_tasks: Callable[[], list[str]]):
    chatflow = Builder(alice, run_tasks, "advanced-chat")
    first, last = (
        node("first", "answer", answer="One moment. "),
        node("last", "answer", answer="{{#ask.why#}}: {{#llm.text#}}"),
    )
    ask = asking(form_content="{{#sys.query#}}?")
    parts = (node("start", "start"), first, ask, llm("llm", ("user", "{{#ask.why#}}")), last)
    edges = (edge("start", "first"), edge("first", "ask"), edge("ask", "llm", "approve"), edge("llm", "last"))
    chatflow.publish(graph(*parts, *edges))
    body = {"inputs": {}, "query": "Refund", "user": "ann", "response_mode": "streaming", "auto_generate_name": False}
    told = Asked(chatflow, chatflow.events(chatflow.program.post("/chat-messages", json=body)))
    assert names(told.events)[-2:] == ["human_input_required", "workflow_paused"]
    said = told.events[-1]
    query = {"conversation_id": said["conversation_id"], "user": "ann"}
    (message,) = chatflow.program.get("/messages", query_string=query).json["data"]
    assert message["answer"] == "One moment. "
    provided.answer("Done.")
    assert chatflow.program.post(told.link, json=ANSWER).status_code == 200
    events = told.follow()
    assert "".join(event["answer"] for event in events if event["event"] == "message") == "One moment. Because: Done."
    assert names(events)[-1] == "message_end"
    (message,) = chatflow.program.get("/messages", query_string=query).json["data"]
    assert (message["answer"], message["status"]) == ("One moment. Because: Done.", "normal")


def test_a_member_follows_past_the_pause(asked: Asked, alice: Person):
    """As the console does: from the pause on, to the end of the run."""
    whole = f"{asked.builder.path}/runs/{asked.run_id}/events"
    paused = alice.get(whole).data.splitlines()
    last = [line.removeprefix(b"id: ").decode() for line in paused if line.startswith(b"id: ")][-1]
    assert alice.post(asked.path, json=ANSWER).status_code == 200
    asked.builder.run_tasks()
    reply = alice.get(f"{whole}?continue_on_pause=true", headers={"Last-Event-ID": last})
    events = list(events_in(reply.data.splitlines()))
    assert (names(events)[0], names(events)[-1]) == ("human_input_form_filled", "workflow_finished")


def test_a_program_that_waits_for_the_whole_is_told_of_the_pause(builder: Builder):
    builder.publish(APPROVAL)
    run_id = builder.run({"name": "Ann"})[0]["task_id"]
    whole = builder.program.get(f"/workflows/run/{run_id}").json
    assert (whole["status"], whole["outputs"], whole["finished_at"]) == ("paused", None, None)


def test_it_is_told_from_rows_when_its_stream_has_expired(asked: Asked, alice: Person, flask_app: FlaskApp):
    flask_app.extensions["redis"].delete(stream_key(asked.run_id))
    events = asked.follow()
    assert names(events) == ["workflow_started", "human_input_required", "workflow_paused"]
    assert named(events, "human_input_required") == [asked.form]
    assert alice.post(asked.path, json=ANSWER).status_code == 200
    assert asked.end()["outputs"]["branch"] == "approve"


def test_a_token_is_nowhere_in_the_tables(asked: Asked, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        rows = session.execute(text("SELECT CAST(f AS text) FROM human_input_forms f")).scalars().all()
        assert len(rows) == 1
        assert asked.form["form_token"] not in rows[0]


def test_a_pause_holds_nothing_and_is_small(asked: Asked, flask_app: FlaskApp):
    tables = {"runs": "id", "workflow_runs": "run_id", "workflow_steps": "run_id", "human_input_forms": "run_id"}
    with flask_app.app_context(), unit_of_work() as session:
        run = session.get_one(Run, asked.run_id)
        assert (run.status, run.lease_until) == ("paused", None)
        sizes = [
            session.scalar(text(f"SELECT sum(pg_column_size(t.*)) FROM {table} t WHERE {key} = :run"), {"run": run.id})
            for table, key in tables.items()
        ]
        told = flask_app.extensions["redis"].memory_usage(stream_key(run.id))
        assert session.scalar(select(func.count()).select_from(HumanInputForm)) == 1
    assert sum(size or 0 for size in sizes) + told <= 20 * KIB
