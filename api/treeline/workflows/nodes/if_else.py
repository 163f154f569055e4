"""Goes on with the first case that holds, or else with `false`."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from treeline.workflows.engine.conditions import Condition, holds, problems, reads
from treeline.workflows.engine.step import Done, Selector
from treeline.workflows.nodes.fields import NodePart, Values
from treeline.workflows.nodes.node import Context, Node, NodeData

ELSE = "false"


class Case(NodePart):
    case_id: str = ""
    logical_operator: str | None = "and"
    conditions: list[Condition] = Field(default_factory=list)


class IfElseData(NodeData):
    cases: list[Case] | None = None
    # Before there were cases: one, named "true".
    logical_operator: str | None = None
    conditions: list[Condition] | None = None

    def all_cases(self) -> list[Case]:
        if self.cases:
            return self.cases
        if self.conditions is None:
            return []
        return [Case(case_id="true", logical_operator=self.logical_operator, conditions=self.conditions)]


class IfElseNode(Node[IfElseData]):
    kind = "if-else"
    data = IfElseData
    is_branch = True
    default: ClassVar[Mapping[str, Any]] = {
        "cases": [{"case_id": "true", "logical_operator": "and", "conditions": []}],
    }

    def reads(self, data: IfElseData) -> Iterable[Selector]:
        return reads(condition for case in data.all_cases() for condition in case.conditions)

    def handles(self, data: IfElseData) -> Collection[str]:
        return [*(case.case_id for case in data.all_cases()), ELSE]

    def outputs(self, data: IfElseData) -> Mapping[str, str]:
        return {"result": "boolean", "selected_case_id": "string"}

    async def run(self, context: Context, data: IfElseData) -> Done:
        values = Values(context)
        results: list[dict[str, Any]] = []
        chosen = ELSE
        for case in data.all_cases():
            result = holds(case.conditions, case.logical_operator, values)
            results.append({"case_id": case.case_id, "final_result": result})
            if result:
                chosen = case.case_id
                break
        found = bool(results) and results[-1]["final_result"]
        outputs = {"result": found, "selected_case_id": chosen}
        return Done(outputs, handle=chosen, process_data={"condition_results": results})

    def problems(self, data: IfElseData) -> Iterable[tuple[str, str]]:
        for number, case in enumerate(data.all_cases()):
            for path, message in problems(case.conditions, case.logical_operator):
                yield (f"cases.{number}.{path}" if data.cases else path), message
