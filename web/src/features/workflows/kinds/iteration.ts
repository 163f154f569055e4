import { Repeat } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { selectorText, variable } from "./reading";

export const iteration: NodeKind = {
  type: "iteration",
  group: "logic",
  icon: Repeat,
  isContainer: true,
  mayFail: true,
  handles: () => SOURCE,
  outputs: () => [variable("output", "array[any]")],
  inside: () => [variable("item", "any"), variable("index", "integer")],
  summary: (data) => selectorText(data.iterator_selector),
};
