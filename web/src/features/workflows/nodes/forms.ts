// The form of each node type, loaded when the first node of it is opened.
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { NodeFormProps } from "./props";

export type { NodeFormProps };
export type NodeForm = LazyExoticComponent<ComponentType<NodeFormProps>>;

export const FORMS: Readonly<Record<string, NodeForm>> = {
  start: lazy(() => import("./StartForm")),
  "trigger-webhook": lazy(() => import("./WebhookForm")),
  "trigger-plugin": lazy(() => import("./EventForm")),
  end: lazy(() => import("./EndForm")),
  answer: lazy(() => import("./AnswerForm")),
  llm: lazy(() => import("./LlmForm")),
  "knowledge-retrieval": lazy(() => import("./KnowledgeForm")),
  "question-classifier": lazy(() => import("./ClassifierForm")),
  "parameter-extractor": lazy(() => import("./ExtractorForm")),
  agent: lazy(() => import("./AgentForm")),
  "if-else": lazy(() => import("./IfElseForm")),
  iteration: lazy(() => import("./IterationForm")),
  loop: lazy(() => import("./LoopForm")),
  code: lazy(() => import("./CodeForm")),
  "template-transform": lazy(() => import("./TemplateForm")),
  "variable-aggregator": lazy(() => import("./AggregatorForm")),
  assigner: lazy(() => import("./AssignerForm")),
  "list-operator": lazy(() => import("./ListOperatorForm")),
  "document-extractor": lazy(() => import("./DocumentForm")),
  "human-input": lazy(() => import("./HumanInputForm")),
  "http-request": lazy(() => import("./HttpForm")),
  tool: lazy(() => import("./ToolForm")),
  "trigger-schedule": lazy(() => import("./ScheduleForm")),
};
