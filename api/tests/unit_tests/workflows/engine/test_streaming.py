"""Answers in their order, while they come to be."""

from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit_tests.workflows.engine.graphs import Run, branch, compiled, iteration, loop, node
from tests.unit_tests.workflows.engine.random_graphs import Case, random_case
from tests.unit_tests.workflows.engine.test_properties import SEEDS, Driver, folded, table
from treeline.workflows.engine import streaming
from treeline.workflows.engine.certainty import Certainty, plan_of
from treeline.workflows.engine.facts import StepFinished, Text, TextReplaced
from treeline.workflows.engine.kinds import CONTAINERS
from treeline.workflows.engine.step import Done, NodeFailed

BROKEN = NodeFailed("broken", "Broken", retryable=True)


def answer(name, *parts, parent=None, kind="answer"):
    return node(name, kind, parent, parts=[part if isinstance(part, str) else list(part) for part in parts])


def told(run, kind="answer"):
    """As a client hears it: pieces, and replacements."""
    pieces = []
    for fact in run.facts:
        if isinstance(fact, Text) and fact.kind == kind:
            pieces.append(fact.text)
        elif isinstance(fact, TextReplaced) and fact.kind == kind:
            pieces = [f"={fact.text}"]
    return pieces


def say(run, name, text, frame=""):
    run.execution.said(run.step(name, frame), "text", text)
    run.take()


LLM = ("llm", "text")


def test_a_text_is_told_at_once_and_a_variable_as_it_streams():
    graph = compiled([node("llm", "llm"), answer("answer", "Hello ", LLM, "!")], "start llm answer")
    run = Run(graph).run("llm")
    assert told(run) == ["Hello "]
    say(run, "llm", "wor")
    say(run, "llm", "ld")
    assert told(run) == ["Hello ", "wor", "ld"]
    run.do(run.pending.pop(), {"text": "world"})
    assert told(run) == ["Hello ", "wor", "ld", "!"]
    assert run.run().end.outputs == {"answer": "Hello world!"}
    assert [fact.selector for fact in run.told(Text)] == [None, LLM, LLM, None]


def test_an_answer_behind_a_branch_opens_when_the_branch_has_decided():
    nodes = [branch("if"), answer("yes", "Yes"), answer("no", "No")]
    run = Run(compiled(nodes, "start if:true yes", "if:false no")).run("if", "yes", "no")
    assert told(run) == []
    run.do(run.pending.pop(), Done({}, "false"))
    assert told(run) == ["No"]


def test_a_second_answer_waits_for_the_first():
    nodes = [node("llm", "llm"), answer("one", LLM), answer("two", "Two")]
    run = Run(compiled(nodes, "start llm one two"), {"llm": {"text": "One"}}).run("llm")
    assert told(run) == []
    say(run, "llm", "On")
    assert told(run) == ["On"]
    run.run()
    assert (told(run), run.end.outputs) == (["On", "e", "Two"], {"answer": "OneTwo"})


def test_what_streamed_meanwhile_is_told_when_the_one_before_is_over():
    nodes = [node("a", "llm"), node("b", "llm"), answer("one", ("a", "text")), answer("two", ("b", "text"))]
    run = Run(compiled(nodes, "start a one", "start b two")).run("a", "b")
    say(run, "a", "A")
    say(run, "b", "B")
    assert told(run) == ["A"]
    run.do(run.step("a"), {"text": "A."})
    assert told(run) == ["A", ".", "B"]


def test_one_that_is_still_silent_lets_pass_what_can_be_told_whole():
    nodes = [node("a", "llm"), node("b", "llm"), answer("one", ("a", "text")), answer("two", ("b", "text"))]
    run = Run(compiled(nodes, "start a one", "start b two")).run("a", "b")
    say(run, "b", "B")
    assert told(run) == []
    run.do(run.step("b"), {"text": "B."})
    assert told(run) == ["B."]


def test_of_a_node_that_was_skipped_nothing_is_told():
    nodes = [branch("if"), node("llm", "llm"), answer("answer", "<", LLM, ">")]
    graph = compiled(nodes, "start if:true llm answer", "if:false answer")
    run = Run(graph, {"if": Done({}, "false")}).run()
    assert run.end.outputs == {"answer": "<>"}


def test_a_retry_that_had_spoken_replaces():
    config = {"retry_enabled": True, "max_retries": 1}
    nodes = [node("llm", "llm", retry_config=config), answer("answer", "Hello ", LLM)]
    run = Run(compiled(nodes, "start llm answer")).run("llm")
    say(run, "llm", "wor")
    run.do(run.pending.pop(), BROKEN)
    assert told(run) == ["=Hello "]
    say(run, "llm", "you")
    run.do(run.pending.pop(), {"text": "you"})
    assert told(run) == ["=Hello ", "you"]


def test_a_failure_that_had_spoken_leaves_nothing_of_it():
    nodes = [node("llm", "llm", error_strategy="default-value"), answer("answer", "Hello ", LLM)]
    run = Run(compiled(nodes, "start llm answer")).run("llm")
    say(run, "llm", "wor")
    run.do(run.pending.pop(), BROKEN)
    assert run.run().end.outputs == {"answer": "Hello "}
    assert told(run) == ["=Hello "]


def test_a_text_may_be_taken_back():
    run = Run(compiled([node("llm", "llm"), answer("answer", LLM)], "start llm answer")).run("llm")
    say(run, "llm", "wrong")
    run.execution.retract(run.step("llm"), "text", "right")
    run.take()
    assert told(run) == ["=", "right"]


def test_what_is_assigned_on_the_way_is_told_only_then():
    name = ("conversation", "name")
    nodes = [node("set", "assigner", assigned_variable_selector=list(name)), answer("answer", name)]
    run = Run(compiled(nodes, "start set answer")).run("set")
    assert told(run) == []
    run.execution.top.scope.assign(name, "Ada")
    run.run()
    assert told(run) == ["Ada"]


def test_what_is_assigned_on_one_of_two_ways_to_an_answer_is_told_only_then():
    name = ("conversation", "name")
    nodes = [node("set", "assigner", assigned_variable_selector=list(name)), answer("answer", "Hi ", name)]
    run = Run(compiled(nodes, "start set answer", "start answer")).run("set")
    assert told(run) == ["Hi "]
    run.execution.top.scope.assign(name, "Ada")
    run.run()
    assert told(run) == ["Hi ", "Ada"]


def test_ends_are_texts_joined_by_newlines():
    nodes = [node("a", "llm"), answer("end", ("a", "text"), "\n", ("start", "n"), kind="end")]
    run = Run(compiled(nodes, "start a end"), {"start": {"n": 5}, "a": {"text": "A"}, "end": {"x": 1}}).run()
    assert told(run, "text") == ["A", "\n", "5"]
    assert run.execution.end_text == "A\n5"
    assert run.end.outputs == {"x": 1}


def test_answers_in_parallel_items_are_told_in_the_order_of_the_items():
    nodes = [*iteration(is_parallel=True), node("llm", "llm", "it"), answer("inner", LLM, ";", parent="it")]
    run = Run(compiled(nodes, "start it", "it-start llm inner"), {"start": {"items": [1, 2, 3]}}).run("llm")
    for frame in ("it:2", "it:1"):
        say(run, "llm", frame, frame)
        run.do(run.step("llm", frame), {"text": frame})
        run.run("llm")
    assert told(run) == []
    run.do(run.step("llm", "it:0"), {"text": "it:0"})
    run.run()
    assert "".join(told(run)) == "it:0;it:1;it:2;"


def test_a_buffer_that_is_full_is_told_when_its_node_is_over(monkeypatch):
    monkeypatch.setattr(streaming, "BUFFER_BYTES", 3)
    nodes = [node("a", "llm"), node("b", "llm"), answer("one", ("a", "text")), answer("two", ("b", "text"))]
    run = Run(compiled(nodes, "start a one", "start b two")).run("a", "b")
    say(run, "a", "A")
    for piece in ("12", "34", "5"):
        say(run, "b", piece)
    run.do(run.step("a"), {"text": "A"})
    assert told(run) == ["A", "12"]
    say(run, "b", "6")
    run.do(run.step("b"), {"text": "123456"})
    assert told(run) == ["A", "12", "3456"]


class Speaking(Driver):
    """Steps also say pieces of what they will return, or of something else."""

    def one(self):
        if self.begun and self.chance.random() < 0.5:
            step = self.chance.choice(self.begun)
            text = f"<{step.frame}/{step.node.id}>"
            said = self.spoken.setdefault(step, [""])
            piece = text[len(said[0]) :][: self.chance.randint(1, 6)] if self.chance.random() < 0.95 else "?"
            said[0] += piece
            self.execution.said(step, "text", piece)
            self.look()
            return True
        return super().one()

    def look(self):
        self.spoken = getattr(self, "spoken", {})
        super().look()


@given(SEEDS, SEEDS)
@settings(max_examples=200, deadline=None)
def test_the_stored_text_is_the_sum_of_what_was_told_under_any_timing(seed, timing):
    driver = Speaking(random_case(seed, answers=True), timing)
    while driver.one():
        assert "".join(told(driver)).removeprefix("=") == driver.execution.text
    if not any(row.status == "failed" for row in driver.rows):
        assert driver.execution.outputs.get("answer", "") == driver.execution.text
        assert sorted(driver.execution.text) == sorted("".join(answers(driver)))


def answers(driver):
    """What the answer nodes themselves came to."""
    finished = [fact for fact in driver.facts if isinstance(fact, StepFinished) and fact.step.node.type == "answer"]
    return [fact.row.outputs["answer"] for fact in finished]


@given(SEEDS, SEEDS)
@settings(max_examples=100, deadline=None)
def test_the_fold_of_rows_tells_what_they_explain(seed, timing):
    case = random_case(seed, answers=True)
    driver = Driver(case, timing)
    while driver.one():
        pass
    if driver.execution.status != "stopped":
        assert folded(case, driver.rows).text == driver.execution.text


@given(st.sampled_from([1, 5]), st.booleans(), SEEDS, st.integers(0, 1500))
@settings(max_examples=12, deadline=None)
def test_rows_that_stand_for_others_tell_what_those_said(parallel, nested, seed, moments):
    """Of 130 items, each with answers, also in a loop inside; whenever it is looked at."""
    inside, below = (loop(parent="it", loop_count=2), "loop") if nested else ([], "it")
    first, second = answer("a", "(", ("it", "index"), " ", parent=below), answer("b", ("inner", "x"), ")", parent="it")
    nodes = [*iteration(is_parallel=parallel > 1, parallel_nums=parallel), node("inner", parent="it")]
    lines = ["it-start loop inner b", "loop-start a"] if nested else ["it-start a inner b"]
    graph = compiled([*nodes, *inside, first, second, answer("out", "end")], "start it out", *lines)
    driver = Driver(Case(graph, {}, seed, 130), seed)
    for _ in range(moments):
        if not driver.one():
            break
    rows = table(driver.facts)
    again = folded(driver.case, rows)
    again.move_on()
    assert again.text == driver.execution.text
    if driver.execution.over:
        assert not {row.node_id for row in rows if row.frame.partition("/")[0] == "it:70"} - {"it"}


@given(SEEDS, st.integers(0, 6))
@settings(max_examples=150, deadline=None)
def test_certainty_opens_what_a_list_of_all_paths_opens(seed, moments):
    case = random_case(seed, answers=True, waits=False, size=7)
    driver, chance = Driver(case, seed), Random(seed)
    for _ in range(moments):
        driver.one()
    graph, plan = case.graph, plan_of(case.graph)
    if plan is None or driver.execution.over:
        return
    chance.random()
    edges = driver.execution.top.edges
    for setters, group in plan.groups:
        certainty = Certainty(graph, plan, (setters, group))
        root = graph.index["start"]
        opened = set(certainty.reach([root]))
        targets = [
            node.outs[at][1] for node in graph.nodes for at in range(len(node.outs)) if edges[node.outs[at][2]] == 1
        ]
        opened |= set(certainty.reach(targets))
        assert opened == {
            at for at in group if any(clear(path, graph, edges, setters) for path in paths(graph, root, at))
        }


def paths(graph, root, goal):
    if root == goal:
        yield []
        return
    for handle, target, edge in graph.nodes[root].outs:
        for rest in paths(graph, target, goal):
            yield [(root, handle, edge), *rest]


def clear(path, graph, edges, setters):
    """Every edge of it that leaves what is not free has been taken."""
    for source, handle, edge in path:
        node = graph.nodes[source]
        bound = node.type in ("if-else", "answer", *CONTAINERS) or node.strategy == "fail-branch" or source in setters
        if (bound or handle != "source") and edges[edge] != 1:
            return False
    return True


def test_product_of_small_answers_is_quick_on_a_ladder_of_branches():
    """Paths double with each rung; edges do not."""
    rungs = 60
    nodes = [node(f"{side}{at}") for side, at in product("ab", range(rungs))] + [answer("answer", "Hi")]
    lines = [f"{a}{at} {b}{at + 1}" for a, b, at in product("ab", "ab", range(rungs - 1))]
    ends = [f"start {side}0" for side in "ab"] + [f"{side}{rungs - 1} answer" for side in "ab"]
    assert told(Run(compiled(nodes, *lines, *ends))) == ["Hi"]
