import type { ModelChoice } from "@/features/apps/configs/config";
import { ModelFields } from "@/features/providers/ModelFields";
import { isRow, rowOf, textOf } from "../kinds/reading";

type Props = { value: unknown; onChange: (model: Record<string, unknown>) => void; readOnly?: boolean };

/** A node's model. Without a name it is the workspace's default. */
export function ModelField({ value, onChange, readOnly }: Props) {
  const given = rowOf(value);
  const name = textOf(given.name);
  const params = isRow(given.completion_params) ? given.completion_params : {};
  const model = { ...given, provider: textOf(given.provider), name, mode: "chat", completion_params: params };
  const none = { provider: "", name: "", mode: "chat", completion_params: {} };
  return (
    <ModelFields
      model={name ? (model as ModelChoice) : null}
      disabled={readOnly}
      onChange={(next) => onChange(next ?? none)}
    />
  );
}
