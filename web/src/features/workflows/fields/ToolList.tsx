import { useTranslation } from "react-i18next";
import { Checkbox, ErrorState, SkeletonRows } from "@/ui";
import { type Row, rowsOf, textOf } from "../kinds/reading";
import { type ToolProvider, useToolProviders } from "./tools";

type Props = { value: unknown; onChange: (tools: Row[]) => void; readOnly: boolean };

const refOf = (row: Row) => ({
  kind: textOf(row.type) || textOf(row.provider_type) || "builtin",
  provider: textOf(row.provider_id) || textOf(row.provider_name),
  tool: textOf(row.tool_name),
});

/** The tools that an agent may call. Those that are not there any more are shown as long as they are chosen. */
export function ToolList({ value, onChange, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const { providers, isLoading, error } = useToolProviders();
  const rows = rowsOf(value);
  const is = (row: Row, { kind, id, name }: ToolProvider, tool: string) => {
    const ref = refOf(row);
    const known = ref.provider === id || ref.provider.split("/").at(-1) === id || textOf(row.provider_name) === name;
    return known && ref.tool === tool && (ref.kind === kind || (ref.kind === "plugin" && kind === "builtin"));
  };
  const isOn = (row: Row) => row.enabled !== false;
  const lost = rows.filter(
    (row) => isOn(row) && !providers.some((each) => each.tools.some((tool) => is(row, each, tool.name))),
  );
  const toggle = (provider: ToolProvider, name: string, label: string, on: boolean) => {
    const others = rows.filter((row) => !is(row, provider, name));
    const { kind: type, id: provider_id, name: provider_name } = provider;
    const added = { type, provider_id, provider_name, tool_name: name, tool_label: label, enabled: true };
    onChange(on ? [...others, { ...added, settings: {}, parameters: {} }] : others);
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {isLoading && <SkeletonRows rows={2} className="h-5" />}
      {Boolean(error) && <ErrorState error={error} />}
      {!isLoading && providers.length === 0 && <p className="text-sm text-muted">{t("forms.tool.none")}</p>}
      {providers.map((provider) => {
        const chosen = provider.tools.filter(({ name }) => rows.some((row) => isOn(row) && is(row, provider, name)));
        return (
          <details
            key={`${provider.kind} ${provider.id}`}
            className="rounded-md border border-line"
            open={chosen.length > 0}
          >
            <summary className="cursor-pointer rounded-md px-3 py-2 text-sm wrap-anywhere">
              {provider.name} <span className="text-xs text-muted">{t(`forms.tool.kinds.${provider.kind}`)}</span>
            </summary>
            <div className="flex max-h-72 flex-col gap-2 overflow-y-auto border-t border-line p-3">
              {provider.tools.map(({ name, label, description }) => (
                <Checkbox
                  key={name}
                  className="items-start!"
                  disabled={readOnly}
                  checked={chosen.some((each) => each.name === name)}
                  onChange={(event) => toggle(provider, name, label, event.target.checked)}
                  label={
                    <span className="min-w-0">
                      <span className="wrap-anywhere">{label}</span>
                      <span className="line-clamp-2 text-xs wrap-anywhere text-muted">{description}</span>
                    </span>
                  }
                />
              ))}
            </div>
          </details>
        );
      })}
      {!isLoading &&
        lost.map((row) => (
          <Checkbox
            key={JSON.stringify(refOf(row))}
            checked
            disabled={readOnly}
            label={
              <span className="wrap-anywhere text-danger-ink">
                {t("forms.tool.lost", { name: textOf(row.tool_name) })}
              </span>
            }
            onChange={() => onChange(rows.filter((each) => each !== row))}
          />
        ))}
    </div>
  );
}
