"""The node types: one line each. Those that are not here are kept in a graph, and fail when a run reaches them."""

from collections.abc import Iterable, Mapping
from typing import Any

from treeline.workflows.nodes.agent import AgentNode
from treeline.workflows.nodes.answer import AnswerNode
from treeline.workflows.nodes.assigner import AssignerNode
from treeline.workflows.nodes.code import CodeNode
from treeline.workflows.nodes.document_extractor import DocumentExtractorNode
from treeline.workflows.nodes.end import EndNode
from treeline.workflows.nodes.http_request import HttpRequestNode
from treeline.workflows.nodes.human_input import HumanInputNode
from treeline.workflows.nodes.if_else import IfElseNode
from treeline.workflows.nodes.iteration import IterationNode, IterationStartNode, LoopEndNode, LoopNode, LoopStartNode
from treeline.workflows.nodes.knowledge_retrieval import KnowledgeRetrievalNode
from treeline.workflows.nodes.list_operator import ListOperatorNode
from treeline.workflows.nodes.llm import LlmNode
from treeline.workflows.nodes.node import Node
from treeline.workflows.nodes.parameter_extractor import ParameterExtractorNode
from treeline.workflows.nodes.question_classifier import QuestionClassifierNode
from treeline.workflows.nodes.schedule_trigger import ScheduleTrigger
from treeline.workflows.nodes.start import StartNode
from treeline.workflows.nodes.template_transform import TemplateTransformNode
from treeline.workflows.nodes.tool import ToolNode
from treeline.workflows.nodes.triggers import EventTrigger
from treeline.workflows.nodes.variable_aggregator import VariableAggregatorNode
from treeline.workflows.nodes.webhook import WebhookTrigger


def _by_kind(nodes: Iterable[Node[Any]]) -> dict[str, Node[Any]]:
    return {node.kind: node for node in nodes}


NODES: Mapping[str, Node[Any]] = _by_kind(
    (
        StartNode(),
        EndNode(),
        AnswerNode(),
        LlmNode(),
        QuestionClassifierNode(),
        ParameterExtractorNode(),
        HttpRequestNode(),
        DocumentExtractorNode(),
        ToolNode(),
        AgentNode(),
        KnowledgeRetrievalNode(),
        IfElseNode(),
        CodeNode(),
        TemplateTransformNode(),
        VariableAggregatorNode(),
        AssignerNode(),
        ListOperatorNode(),
        HumanInputNode(),
        IterationNode(),
        IterationStartNode(),
        LoopNode(),
        LoopStartNode(),
        LoopEndNode(),
        WebhookTrigger(),
        ScheduleTrigger(),
        EventTrigger(),
    )
)
# With what types were called at first.
KINDS: Mapping[str, Node[Any]] = {**NODES, "variable-assigner": NODES["variable-aggregator"]}


class UnknownNodeType(LookupError):
    def __init__(self, kind: str):
        super().__init__(f'The node type "{kind}" is unknown; known are {", ".join(sorted(NODES))}.')
        self.kind = kind


def node_of(kind: str) -> Node[Any]:
    """Raises UnknownNodeType."""
    node = KINDS.get(kind)
    if node is None:
        raise UnknownNodeType(kind)
    return node
