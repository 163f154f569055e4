"""The examples of docs/guide.md about model providers, pasted into a shell one after the other."""

import json
import re
import subprocess
from pathlib import Path

from tests.conftest import TEMPLATE
from tests.model_server import ModelServer
from tests.processes import PASSWORD, Api, Caller, database
from treeline.settings import Settings

PAGE = Path(__file__).parents[4] / "docs" / "guide.md"
LOGIN = """
set -e
BASE={base}/console/api
JSON='Content-Type: application/json'
WHO='{{"email": "alice@example.com", "password": "{password}"}}'
curl -sS -c cookies.txt $BASE/login -H "$JSON" -d "$WHO" > login.json
CSRF=$(awk '$6 ~ /^csrf_token/ {{ print $7 }}' cookies.txt)
call() {{ curl -sS -b cookies.txt -H "X-CSRF-Token: $CSRF" "$@"; echo; }}
"""


def test_the_examples_work_when_pasted(settings: Settings, tmp_path: Path):
    section = PAGE.read_text().split("\n## Model providers\n")[1].split("\n## ")[0]
    blocks = re.findall(r"(<!-- not run -->\n)?```sh\n(.*?)```", section, re.DOTALL)
    script = "\n".join(text for not_run, text in blocks if not not_run)
    with ModelServer() as server, database(settings, TEMPLATE) as own:
        api = Api(own, OUTBOUND_ALLOWED_HOSTS="127.0.0.1")
        try:
            Caller(api.base).set_up()
            login = LOGIN.format(base=api.base, password=PASSWORD)
            pasted = login + script.replace("http://127.0.0.1:8800/v1", server.base_url)
            done = subprocess.run(["bash", "-c", pasted], cwd=tmp_path, capture_output=True, text=True, check=False)
        finally:
            api.stop()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    added, models, by_type, chosen, default, priced = (json.loads(line) for line in done.stdout.splitlines())
    assert added["result"] == chosen["result"] == priced["result"] == "success", done.stdout
    assert [each["model"] for each in models["data"]] == ["scripted", "scripted-embedding"]
    assert by_type["data"][0]["provider"] == "openai_api_compatible"
    assert default["data"]["model"] == "scripted"
