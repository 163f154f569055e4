import { CircleQuestionMark } from "lucide-react";
import type { NodeData, Variable } from "../graph/types";
import { agent } from "./agent";
import { answer } from "./answer";
import { assigner } from "./assigner";
import { code } from "./code";
import { documentExtractor } from "./documentExtractor";
import { end } from "./end";
import { httpRequest } from "./httpRequest";
import { humanInput } from "./humanInput";
import { ifElse } from "./ifElse";
import { iteration } from "./iteration";
import { FAIL_BRANCH, type Handle, type NodeKind, SOURCE } from "./kind";
import { knowledgeRetrieval } from "./knowledgeRetrieval";
import { listOperator } from "./listOperator";
import { llm } from "./llm";
import { loop } from "./loop";
import { iterationStart, loopEnd, loopStart } from "./markers";
import { parameterExtractor } from "./parameterExtractor";
import { questionClassifier } from "./questionClassifier";
import { variable } from "./reading";
import { start } from "./start";
import { templateTransform } from "./templateTransform";
import { tool } from "./tool";
import { eventTrigger, scheduleTrigger, webhookTrigger } from "./triggers";
import { variableAggregator } from "./variableAggregator";

/** The node types: one line each, in the order in which they are offered. */
const ALL: NodeKind[] = [
  start,
  webhookTrigger,
  scheduleTrigger,
  eventTrigger,
  llm,
  knowledgeRetrieval,
  questionClassifier,
  parameterExtractor,
  agent,
  ifElse,
  iteration,
  iterationStart,
  loop,
  loopStart,
  loopEnd,
  code,
  templateTransform,
  variableAggregator,
  assigner,
  listOperator,
  documentExtractor,
  httpRequest,
  tool,
  humanInput,
  answer,
  end,
];

export const KINDS: Readonly<Record<string, NodeKind>> = Object.fromEntries(ALL.map((kind) => [kind.type, kind]));

/** What types were called at first. */
const FORMER: Readonly<Record<string, string>> = { "variable-assigner": "variable-aggregator" };

const known = (type: string): NodeKind | undefined => {
  const name = Object.hasOwn(FORMER, type) ? FORMER[type]! : type;
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
};

export const isKnown = (type: string): boolean => known(type) !== undefined;

/** Types that are not known are kept as they are, and shown in gray. */
export function kindOf(type: string): NodeKind {
  return (
    known(type) ?? {
      type,
      group: "actions",
      icon: CircleQuestionMark,
      handles: () => SOURCE,
      outputs: () => [],
      summary: () => type,
    }
  );
}

/** Where edges may leave a node, with the one for its failure. */
export function handlesOf(data: NodeData): Handle[] {
  const handles = kindOf(data.type).handles(data);
  return data.error_strategy === "fail-branch" ? [...handles, FAIL_BRANCH] : handles;
}

/** What a node offers to those after it: what its type declares, and its error where it goes on after one. */
export function outputsOf(data: NodeData): Variable[] {
  const outputs = kindOf(data.type)
    .outputs(data)
    .filter(({ selector }) => selector[0]);
  const handled = data.error_strategy === "fail-branch" || data.error_strategy === "default-value";
  return handled ? [...outputs, variable("error_message", "string"), variable("error_type", "string")] : outputs;
}

/** Types that a person may add to an app of a mode: inside a loop also its end. */
export function offered(mode: string, inside?: string): NodeKind[] {
  return ALL.filter((kind) => {
    if (kind.mode && kind.mode !== mode) return false;
    if (kind.isMarker) return kind === loopEnd && inside === "loop";
    return !inside || !kind.isRoot;
  });
}
