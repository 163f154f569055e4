"""The examples of docs/guide.md about answers and what is kept of them, pasted into a shell one after the other."""

import json
import re
import subprocess
from pathlib import Path

from tests.answers import events_in, live_answers, said
from tests.integration_tests.providers.test_guide import LOGIN, PAGE
from tests.model_dialects import Heard, Reply
from tests.processes import PASSWORD
from treeline.settings import Settings


def harbour(heard: Heard) -> Reply | str:
    """A model that opens the skill, and says what it found there."""
    role, text = heard.turns[-1]
    if "Monday" in text and role == "user":
        return Reply(calls=(("use_skill", '{"name": "tides"}'),))
    found = re.search(r"Monday: ([\d:]+)", text)
    return f"At {found[1]}, says /tides/SKILL.md." if found else f"You said: {text}"


def shell(heading: str) -> str:
    section = PAGE.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"(<!-- not run -->\n)?```sh\n(.*?)```", section, re.DOTALL)
    return "\n".join(text for not_run, text in blocks if not not_run)


def test_the_examples_work_when_pasted(settings: Settings, tmp_path: Path):
    script = "\necho ====\n".join(map(shell, ("An app that answers", "How an app answers", "Conversations")))
    with live_answers(settings) as live:
        live.model.script = harbour
        login = LOGIN.format(base=live.api.base, password=PASSWORD)
        pasted = login + script.replace("http://127.0.0.1:8800/v1", live.model.base_url)
        done = subprocess.run(["bash", "-c", pasted], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    answers, _, conversations = done.stdout.split("====\n")
    events = list(events_in(line.encode() for line in answers.splitlines()))
    assert [event["tool"] for event in events if event["event"] == "agent_thought"] == ["use_skill"] * 2
    assert said(events) == "At 12:40, says /tides/SKILL.md."
    assert events[-1]["event"] == "message_end"
    last = json.loads(answers.splitlines()[-1])
    assert last["answer"] == "You said: Are you sure?"
    listed, messages, rated, *again = conversations.splitlines()
    (conversation,), (message,) = json.loads(listed)["data"], json.loads(messages)["data"]
    assert (message["conversation_id"], message["answer"]) == (conversation["id"], "You said: Where do I sit?")
    assert json.loads(rated) == {"result": "success"}
    assert said(events_in(line.encode() for line in again)) == message["answer"]
