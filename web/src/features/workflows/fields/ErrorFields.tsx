import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select } from "@/ui";
import type { NodeData } from "../graph/types";
import { type Row, rowOf, rowsOf, textOf } from "../kinds/reading";
import { kindOf } from "../kinds/registry";
import { FoldedPart } from "./Part";

type Props = { data: NodeData; change: (patch: Partial<NodeData>) => void; readOnly?: boolean };

const STRATEGIES = ["fail-branch", "default-value"] as const;
/** They change something elsewhere. */
const WRITES = ["http-request", "tool", "agent"];
/** As the server's limits: more is cut. */
const MOST_RETRIES = 10;
const LONGEST_PAUSE = 5000;

/** What is done when the node fails: again, then by another way, or not at all. */
export function ErrorFields({ data, change, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const retry = rowOf(data.retry_config);
  const strategy = textOf(data.error_strategy);
  const kind = kindOf(data.type);
  const setRetry = (patch: Row) => change({ retry_config: { ...retry, ...patch } });
  return (
    <FoldedPart title={t("forms.error.title")} open={Boolean(strategy) || retry.retry_enabled === true}>
      {!kind.isContainer && (
        <>
          <Checkbox
            label={t("forms.error.retry")}
            checked={retry.retry_enabled === true}
            disabled={readOnly}
            onChange={(event) =>
              setRetry({
                retry_enabled: event.target.checked,
                max_retries: Number(retry.max_retries) || 3,
                retry_interval: Number(retry.retry_interval) || 1000,
              })
            }
          />
          {retry.retry_enabled === true && (
            <div className="grid grid-cols-2 gap-3">
              <Field label={t("forms.error.times")}>
                <Input
                  type="number"
                  min={1}
                  max={MOST_RETRIES}
                  disabled={readOnly}
                  value={Number(retry.max_retries) || ""}
                  onChange={(event) => setRetry({ max_retries: Number(event.target.value) })}
                />
              </Field>
              <Field label={t("forms.error.pause")}>
                <Input
                  type="number"
                  min={0}
                  max={LONGEST_PAUSE}
                  step={100}
                  disabled={readOnly}
                  value={Number(retry.retry_interval ?? 0)}
                  onChange={(event) => setRetry({ retry_interval: Number(event.target.value) })}
                />
              </Field>
            </div>
          )}
        </>
      )}
      <Field
        label={t("forms.error.strategy")}
        hint={t(
          `forms.error.hints.${(STRATEGIES as readonly string[]).includes(strategy) ? (strategy as "fail-branch") : "none"}`,
        )}
      >
        <Select
          disabled={readOnly}
          value={strategy}
          onChange={(event) => {
            const next = event.target.value || null;
            change({
              error_strategy: next,
              ...(next === "default-value" ? { default_value: defaultsOf(data) } : {}),
            });
          }}
        >
          <option value="">{t("forms.error.none")}</option>
          {STRATEGIES.map((each) => (
            <option key={each} value={each}>
              {t(`forms.error.strategies.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {strategy === "default-value" && (
        <Defaults rows={defaultsOf(data)} readOnly={readOnly} onChange={(rows) => change({ default_value: rows })} />
      )}
      {WRITES.includes(data.type) && (
        <Field label={t("forms.error.crash")} hint={t("forms.error.crashHint")}>
          <Select
            disabled={readOnly}
            value={data.after_crash === "fail" ? "fail" : "rerun"}
            onChange={(event) => change({ after_crash: event.target.value })}
          >
            <option value="rerun">{t("forms.error.rerun")}</option>
            <option value="fail">{t("forms.error.fail")}</option>
          </Select>
        </Field>
      )}
    </FoldedPart>
  );
}

/** A value for each output; what was entered for others stays. */
export function defaultsOf(data: NodeData): Row[] {
  const rows = rowsOf(data.default_value);
  const outputs = kindOf(data.type)
    .outputs(data)
    .filter(({ selector }) => selector.length === 1 && selector[0]);
  const missing = outputs.filter(({ selector }) => !rows.some((row) => row.key === selector[0]));
  return [...rows, ...missing.map(({ selector, type }) => ({ key: selector[0], type, value: emptyOf(type) }))];
}

function emptyOf(type: string): string {
  if (type.startsWith("array")) return "[]";
  if (type === "object") return "{}";
  return ["number", "integer", "float"].includes(type) ? "0" : "";
}

type DefaultsProps = { rows: Row[]; onChange: (rows: Row[]) => void; readOnly?: boolean };

function Defaults({ rows, onChange, readOnly }: DefaultsProps) {
  const { t } = useTranslation("workflows");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t("forms.error.values")}</legend>
      {rows.map((row, at) => {
        const { value } = row;
        const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
        return (
          <Field key={textOf(row.key)} label={textOf(row.key)} hint={textOf(row.type)}>
            <Input
              className="font-mono text-xs!"
              disabled={readOnly}
              value={text}
              onChange={(event) => onChange(rows.with(at, { ...row, value: event.target.value }))}
            />
          </Field>
        );
      })}
    </fieldset>
  );
}
