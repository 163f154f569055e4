import { type Row, selectorText, textOf } from "./reading";
import { readable } from "./templates";

/** What a condition says, in short. */
export function conditionText(condition: Row): string {
  const { comparison_operator: operator, value } = condition;
  const expected = Array.isArray(value) ? value.join(", ") : readable(String(value ?? ""));
  return [selectorText(condition.variable_selector), textOf(operator), expected].filter(Boolean).join(" ");
}
