"""Random graphs of every shape that the engine knows, and what their nodes do: decided by chance, but once."""

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.unit_tests.workflows.engine.graphs import KINDS, branch, edges, iteration, loop, node
from treeline.workflows.engine.compiler import compile_graph
from treeline.workflows.engine.facts import Step
from treeline.workflows.engine.graph import Graph
from treeline.workflows.engine.step import Done, NodeFailed, Wait, Write
from treeline.workflows.engine.values import as_markdown

BROKEN = NodeFailed("broken", "Broken", retryable=True)
OUT = ["inner", "out"]


@dataclass
class Case:
    """`seed` decides what nodes do, so that a resumed run does the same."""

    graph: Graph
    document: dict[str, Any]
    seed: int
    items: int

    def does(self, step: Step, answered: bool = False) -> Done | NodeFailed | Wait:
        chance = Random(f"{self.seed}/{step.frame}/{step.node.id}/{step.attempt}")
        raw = step.node.raw
        if raw.get("fails", 0) > chance.random():
            return BROKEN
        if raw.get("waits") and not answered:
            return Wait({"ask": step.node.id})
        if step.node.id == "start":
            return Done({"items": list(range(self.items)), "x": "start"})
        handles = sorted(step.node.kind.handles(step.node.data)) if step.node.kind else ["source"]
        name = f"{step.frame}/{step.node.id}"
        writes = [Write(tuple(raw["sets"]), name)] if "sets" in raw else []
        if step.node.type == "answer":
            parts = [part if isinstance(part, str) else as_markdown(step.scope.get(part)) for part in raw["parts"]]
            return Done({"answer": "".join(parts)})
        return Done({"out": chance.choice([name, [name], None]), "text": f"<{name}>"}, chance.choice(handles), writes)


def random_case(seed: int, *, answers: bool = False, waits: bool = True, fails: bool = True, size: int = 8) -> Case:
    chance = Random(seed)
    build = _Builder(chance, answers=answers, waits=waits, fails=fails)
    nodes, lines = [node("start", "start")], []
    build.level(nodes, lines, "start", None, size, depth=0)
    document = {"nodes": nodes, "edges": edges(*lines)}
    items = chance.choice([0, 1, 2, 3, 5])
    return Case(compile_graph(document, KINDS), document, seed, items)


class _Builder:
    def __init__(self, chance: Random, *, answers: bool, waits: bool, fails: bool):
        self.chance, self.answers, self.waits, self.fails = chance, answers, waits, fails
        self.count = 0

    def level(self, nodes: list, lines: list, root: str, parent: str | None, size: int, depth: int) -> list[str]:
        """Each node gets edges from some nodes before it; a few from none, so that no run comes to them."""
        chance, before = self.chance, [root]
        handles = {root: ["source"]}
        for _ in range(chance.randint(1, size)):
            self.count += 1
            name = f"n{self.count}"
            handles[name] = self._add(nodes, lines, name, parent, depth, before)
            sources = chance.sample(before, min(len(before), chance.choice([0, 1, 1, 1, 2, 3])))
            lines += [f"{source}:{chance.choice(handles[source])} {name}" for source in sources]
            before.append(name)
        chance.shuffle(nodes)
        return before[1:]

    def _add(self, nodes: list, lines: list, name: str, parent: str | None, depth: int, before: list) -> list[str]:
        chance = self.chance
        more: dict[str, Any] = {"fails": 0.3 if self.fails and chance.random() < 0.3 else 0}
        if self.fails and chance.random() < 0.5:
            more["retry_config"] = {"retry_enabled": True, "max_retries": 2, "retry_interval": 1}
        if self.fails and chance.random() < 0.4:
            more["error_strategy"] = chance.choice(["fail-branch", "default-value"])
        fail_handles = ["fail-branch"] if more.get("error_strategy") == "fail-branch" else []
        kind = chance.random()
        if kind < 0.2:
            nodes.append({**branch(name, "a", "b", parent=parent)})
            nodes[-1]["data"] |= more
            return ["a", "b", *fail_handles]
        if kind < 0.4 and depth < 2:
            self._container(nodes, lines, name, parent, depth, more)
            return ["source", *fail_handles]
        if kind < 0.6 and self.answers:
            nodes.append(node(name, "answer", parent, parts=self._parts(before)))
            return ["source"]
        if kind < 0.7:
            more |= {"sets": ["conversation", chance.choice("xy")]}
            more["assigned_variable_selector"] = more["sets"]
            nodes.append(node(name, "assigner", parent, **more))
            return ["source", *fail_handles]
        if kind < 0.75 and self.waits:
            more["waits"] = True
        nodes.append(node(name, chance.choice(["work", "llm", "llm", "write"]), parent, **more))
        return ["source", *fail_handles]

    def _parts(self, before: list) -> list:
        chance = self.chance
        texts = ["Hello ", [chance.choice(before), "text"], [chance.choice(before), "text"], ["conversation", "x"], "."]
        return chance.sample(texts, chance.randint(1, len(texts)))

    def _container(self, nodes: list, lines: list, name: str, parent: str | None, depth: int, more: dict) -> None:
        chance, inside = self.chance, []
        self.level(inside, lines, f"{name}-start", name, 4, depth + 1)
        some = chance.choice([row["id"] for row in inside])
        if chance.random() < 0.6:
            mode = chance.choice(["terminated", "continue-on-error", "remove-abnormal-output"])
            parallel = {"is_parallel": chance.random() < 0.5, "parallel_nums": chance.choice([2, 3])}
            nodes += iteration(name, parent, output_selector=[some, "out"], error_handle_mode=mode, **parallel, **more)
        else:
            label = {"label": "v", "var_type": "string", "value_type": "constant", "value": "0"}
            condition = [{"variable_selector": [some, "out"], "comparison_operator": "null"}]
            nodes += loop(name, parent, loop_variables=[label], break_conditions=condition, **more)
            setters = [row for row in inside if row["data"]["type"] == "assigner"]
            for row in setters[:1]:
                row["data"]["sets"] = row["data"]["assigned_variable_selector"] = [name, "v"]
        nodes += inside
