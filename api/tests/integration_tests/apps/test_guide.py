"""The examples of docs/guide.md about how an app answers, pasted into a shell one after the other."""

import json
import re
import subprocess
from pathlib import Path

from tests.conftest import TEMPLATE
from tests.integration_tests.providers.test_guide import LOGIN, PAGE
from tests.processes import PASSWORD, Api, Caller, database
from treeline.settings import Settings


def test_the_examples_work_when_pasted(settings: Settings, tmp_path: Path):
    section = PAGE.read_text().split("\n## How an app answers\n")[1].split("\n## ")[0]
    script = "\n".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        try:
            Caller(api.base).set_up()
            pasted = LOGIN.format(base=api.base, password=PASSWORD) + script
            done = subprocess.run(["bash", "-c", pasted], cwd=tmp_path, capture_output=True, text=True, check=False)
        finally:
            api.stop()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    published, configs, file = done.stdout.splitlines()
    assert json.loads(published)["result"] == "success"
    assert json.loads(configs)["data"][0]["current"] is True
    assert file == "Nine lives."
