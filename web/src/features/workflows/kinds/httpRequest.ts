import { Globe } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { textOf, variable } from "./reading";
import { readable } from "./templates";

export const httpRequest: NodeKind = {
  type: "http-request",
  group: "actions",
  icon: Globe,
  mayFail: true,
  handles: () => SOURCE,
  outputs: () => [
    variable("status_code", "number"),
    variable("body", "string"),
    variable("headers", "object"),
    variable("files", "array[file]"),
  ],
  summary: (data) => {
    const url = textOf(data.url);
    return url && `${(textOf(data.method) || "get").toUpperCase()} ${readable(url)}`;
  },
};
