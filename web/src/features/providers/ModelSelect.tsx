import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState, Select, Skeleton } from "@/ui";
import { type ModelType, usableModelsQuery } from "./queries";

export type Chosen = { provider: string; name: string };

type Props = {
  type: ModelType;
  value: Chosen | null;
  onChange: (chosen: Chosen | null) => void;
  /** What the choice of no model says. */
  none: string;
  disabled?: boolean;
};

/** A model of those that may be used. One that may no longer be is shown as long as it is chosen. */
export function ModelSelect({ type, value, onChange, none, disabled }: Props) {
  const { t } = useTranslation("providers");
  const usable = useQuery(usableModelsQuery(type));
  if (usable.isPending) return <Skeleton className="h-9" />;
  if (usable.isError) return <ErrorState error={usable.error} onRetry={() => usable.refetch()} />;
  const key = ({ provider, name }: Chosen) => JSON.stringify([provider, name]);
  const groups = usable.data.data;
  const known = value === null || groups.some((group) => holds(group, value));
  const choose = (text: string) => {
    if (!text) return onChange(null);
    const [provider, name] = JSON.parse(text) as [string, string];
    onChange({ provider, name });
  };
  return (
    <Select value={value ? key(value) : ""} disabled={disabled} onChange={(event) => choose(event.target.value)}>
      <option value="">{none}</option>
      {value && !known && <option value={key(value)}>{t("models.gone", { name: value.name })}</option>}
      {groups.map((group) => (
        <optgroup key={group.provider} label={group.label.en_US}>
          {group.models.map(({ model }) => (
            <option key={model} value={key({ provider: group.provider, name: model })}>
              {model}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

/** Providers go by several names; what is stored may be a longer one. */
function holds(group: { provider: string; models: { model: string }[] }, { provider, name }: Chosen): boolean {
  return group.provider === provider && group.models.some((each) => each.model === name);
}
