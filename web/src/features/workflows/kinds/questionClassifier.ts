import { Tags } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { modelName } from "./llm";
import { rowsOf, textOf, variable } from "./reading";
import { readable } from "./templates";

export const questionClassifier: NodeKind = {
  type: "question-classifier",
  group: "ai",
  icon: Tags,
  mayFail: true,
  handles: (data) => {
    const classes = rowsOf(data.classes).map((each) => ({ id: textOf(each.id), label: readable(textOf(each.name)) }));
    return classes.length > 0 ? classes : SOURCE;
  },
  outputs: () => [variable("class_name", "string"), variable("class_id", "string"), variable("usage", "object")],
  summary: (data) => modelName(data.model),
};
