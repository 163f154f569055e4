"""What a graph may be: everything that is wrong with one is told at once."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit_tests.workflows.engine.graphs import KINDS, branch, compiled, document, edges, iteration, loop, node
from treeline.workflows.engine.compiler import compile_graph
from treeline.workflows.engine.graph import InvalidGraph, Issue
from treeline.workflows.engine.limits import RunLimits


def issues(nodes, *lines, start=True) -> list[Issue]:
    graph = document(nodes, *lines)
    if not start:
        graph["nodes"].pop(0)
    with pytest.raises(InvalidGraph) as refused:
        compile_graph(graph, KINDS)
    return refused.value.issues


def test_all_issues_are_told_at_once():
    found = issues([node("a"), node("b"), node("a"), branch("if")], "a b a", "a nowhere", "if:maybe b", start=False)
    assert [(issue.node, issue.path, issue.message, issue.accepted) for issue in found] == [
        ("a", "nodes.2.id", "Two nodes have the id 'a'", "an id of its own"),
        ("a", "edges.2.target", "An edge's target is 'nowhere', and there is no such node", "the id of a node"),
        ("if", "edges.3.sourceHandle", "The edge from 'if' to 'b' leaves by the unknown handle 'maybe'", "false, true"),
        (
            "a",
            "nodes.0",
            "The edges between 'a', 'b' form a cycle",
            "edges without a cycle; a loop to repeat nodes",
        ),
        (None, "nodes", "The graph has no start", "a start or trigger node"),
    ]


def test_nodes_behind_a_cycle_are_not_named_in_it():
    (issue,) = issues([node("a"), node("b"), node("c"), node("before")], "before a b a", "b c")
    assert "'a', 'b' form" in issue.message


def test_an_edge_through_the_wall_of_a_container():
    found = issues([*iteration(), node("inner", parent="it"), node("out")], "it-start inner out", "start inner")
    assert [issue.message for issue in found] == [
        "The edge from 'inner' to 'out' goes through a container's wall",
        "The edge from 'start' to 'inner' goes through a container's wall",
    ]


def test_a_container_needs_a_start_and_may_not_be_too_deep():
    deep = [row for level in range(6) for row in iteration(f"i{level}", parent=f"i{level - 1}" if level else None)]
    assert [issue.message for issue in issues(deep)] == ["The container 'i5' is nested 6 deep; the limit is 5"]
    (issue,) = issues([iteration()[0], node("inner", parent="it")], "start it")
    assert (issue.path, issue.accepted) == ("nodes.1.data.start_node_id", "the id of its iteration-start node")


def test_a_node_inside_itself_or_inside_what_holds_nothing():
    found = issues([*loop("a", parent="b"), *loop("b", parent="a"), node("c", parent="start"), node("d", parent="e")])
    assert [issue.path for issue in found] == [f"nodes.{at}.parentId" for at in (5, 6, 1)]


def test_too_many_nodes():
    nodes = [node(f"n{at}") for at in range(1000)]
    assert [issue.message for issue in issues(nodes)] == ["The graph has 1,001 nodes, but the limit is 1,000"]
    assert len(compiled(nodes[1:]).nodes) == 1000


def test_wrong_data_is_an_error_where_a_run_can_come_and_else_a_warning():
    nodes = [node("a", wrong="no model"), *iteration(iterator_selector="x"), node("inner", parent="it", wrong="no url")]
    found = issues(nodes, "start a it", "it-start inner")
    assert [(issue.path, issue.severity) for issue in found] == [
        ("nodes.1.data", "error"),
        ("nodes.2.data.iterator_selector", "error"),
        ("nodes.4.data", "error"),
    ]
    assert [issue.severity for issue in compiled(nodes).issues] == ["warning"] * 3


def test_notes_are_left_out_and_unknown_types_are_kept():
    graph = compiled([node("note", "") | {"type": "custom-note"}, node("odd", "from-the-future")], "start odd:any")
    assert [row.id for row in graph.nodes] == ["start", "odd"]
    assert [(issue.node, issue.severity) for issue in graph.issues] == [("odd", "warning")]


def test_what_is_left_of_an_error_strategy_that_was_switched_off_is_a_warning():
    graph = compiled([node("a"), node("b")], "start a:fail-branch b")
    assert [issue.severity for issue in graph.issues] == ["warning"]


def test_a_parent_may_be_told_in_the_data():
    rows = [*iteration(), node("inner", iteration_id="it")]
    graph = compiled(rows, "start it", "it-start inner")
    child = graph.node("it").child
    assert child is not None
    assert [row.id for row in child.nodes] == ["it-start", "inner"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["a", "start", "loop", "if-else", "source", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "data", "type", "parentId", "source", "target", "nodes", "edges"]), inner
        )
    ),
    max_leaves=20,
)


@given(JUNK, JUNK)
def test_any_document_compiles_or_is_refused_with_issues(nodes, rows):
    for graph in (nodes, {"nodes": nodes, "edges": rows}, {"nodes": [node("start", "start")], "edges": rows}):
        with suppress(InvalidGraph):
            compile_graph(graph, KINDS, RunLimits())


def test_edges_may_name_no_handle():
    rows = [{"source": "start", "target": "a"}, *edges("a b")]
    graph = compile_graph({"nodes": [node("start", "start"), node("a"), node("b")], "edges": rows}, KINDS)
    assert graph.node("start").outs == (("source", 1, 0),)
