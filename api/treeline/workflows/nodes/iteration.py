"""Iterations and loops, whose nodes the engine runs itself; here is what others ask of them."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NoReturn

from treeline.workflows.engine.conditions import Condition, problems, reads
from treeline.workflows.engine.step import Selector
from treeline.workflows.engine.values import type_named
from treeline.workflows.nodes.fields import NodePart, Reference, chosen
from treeline.workflows.nodes.node import Context, Data, Node, NodeData


class _RunByTheEngine(Node[Data]):
    async def run(self, context: Context, data: Data) -> NoReturn:
        raise NotImplementedError(f"The engine itself runs {self.kind} nodes")


class IterationNodeData(NodeData):
    iterator_selector: Reference = ()
    output_selector: Reference = ()
    start_node_id: str | None = None


class IterationNode(_RunByTheEngine[IterationNodeData]):
    kind = "iteration"
    data = IterationNodeData
    default: ClassVar[Mapping[str, Any]] = {
        "iterator_selector": [],
        "output_selector": [],
        "is_parallel": False,
        "parallel_nums": 10,
        "error_handle_mode": "terminated",
        "flatten_output": True,
    }

    def reads(self, data: IterationNodeData) -> Iterable[Selector]:
        return chosen([data.iterator_selector])

    def outputs(self, data: IterationNodeData) -> Mapping[str, str]:
        return {"output": "array[any]"}


class LoopNodeVariable(NodePart):
    label: str = ""
    var_type: str | None = None
    value_type: str | None = None
    value: Any = None


class LoopNodeData(NodeData):
    loop_variables: list[LoopNodeVariable] | None = None
    break_conditions: list[Condition] | None = None
    logical_operator: str | None = "and"
    start_node_id: str | None = None


class LoopNode(_RunByTheEngine[LoopNodeData]):
    kind = "loop"
    data = LoopNodeData
    default: ClassVar[Mapping[str, Any]] = {
        "loop_count": 10,
        "loop_variables": [],
        "break_conditions": [],
        "logical_operator": "and",
    }

    def reads(self, data: LoopNodeData) -> Iterable[Selector]:
        """Break conditions look mostly at what is inside; those variables are found there or are null."""
        starts = [
            tuple(str(part) for part in each.value)
            for each in data.loop_variables or ()
            if each.value_type == "variable" and isinstance(each.value, list)
        ]
        return chosen([*starts, *reads(data.break_conditions or ())])

    def outputs(self, data: LoopNodeData) -> Mapping[str, str]:
        found = {each.label: type_named(each.var_type or "") or "any" for each in data.loop_variables or ()}
        return {**found, "loop_round": "integer"}

    def problems(self, data: LoopNodeData) -> Iterable[tuple[str, str]]:
        for path, message in problems(data.break_conditions or (), data.logical_operator):
            yield (f"break_{path}" if path.startswith("conditions") else path), message


class ContainerMark(_RunByTheEngine[NodeData]):
    """The start or the end inside a container: it has no data of its own."""

    data = NodeData


class IterationStartNode(ContainerMark):
    kind = "iteration-start"


class LoopStartNode(ContainerMark):
    kind = "loop-start"


class LoopEndNode(ContainerMark):
    kind = "loop-end"
