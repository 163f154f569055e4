import { useTranslation } from "react-i18next";
import { Field, Input, Select } from "@/ui";
import type { NodeData } from "../graph/types";
import { rowOf, textOf } from "../kinds/reading";
import { FREQUENCIES, fromClock, LAST_DAY, toClock, WEEKDAYS, weekdayName } from "../kinds/schedule";

type Props = {
  data: NodeData;
  change: (patch: Partial<NodeData>) => void;
  /** By the field's place in the node's data. */
  errors: Record<string, string>;
  readOnly: boolean;
};

const DAYS = Array.from({ length: 31 }, (_, at) => at + 1);

/** How often, on which days, and at what time. What is left of another frequency stays, and counts for nothing. */
export function ScheduleFields({ data, change, errors, readOnly }: Props) {
  const { t, i18n } = useTranslation("workflows");
  const frequency = FREQUENCIES.find((each) => each === data.frequency) ?? "daily";
  const config = rowOf(data.visual_config);
  const set = (patch: Record<string, unknown>) => change({ visual_config: { ...config, ...patch } });
  const chosen = (name: string) => (Array.isArray(config[name]) ? (config[name] as unknown[]) : []);
  const toggle = (name: string, each: unknown) => {
    const before = chosen(name);
    set({ [name]: before.includes(each) ? before.filter((other) => other !== each) : [...before, each] });
  };
  const error = (name: string) => errors[`visual_config.${name}`];
  return (
    <>
      <Field label={t("forms.schedule.frequency")} error={errors.frequency}>
        <Select value={frequency} disabled={readOnly} onChange={(event) => change({ frequency: event.target.value })}>
          {FREQUENCIES.map((each) => (
            <option key={each} value={each}>
              {t(`forms.schedule.frequencies.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {frequency === "weekly" && (
        <Toggles
          label={t("forms.schedule.weekdays")}
          error={error("weekdays")}
          options={WEEKDAYS.map((day, at) => ({ value: day, name: weekdayName(at, i18n.language) }))}
          chosen={chosen("weekdays")}
          readOnly={readOnly}
          onToggle={(day) => toggle("weekdays", day)}
        />
      )}
      {frequency === "monthly" && (
        <Toggles
          label={t("forms.schedule.days")}
          error={error("monthly_days")}
          options={[
            ...DAYS.map((day) => ({ value: day, name: String(day) })),
            { value: LAST_DAY, name: t("forms.schedule.lastDay") },
          ]}
          chosen={chosen("monthly_days")}
          readOnly={readOnly}
          onToggle={(day) => toggle("monthly_days", day)}
        />
      )}
      {frequency === "hourly" ? (
        <Field label={t("forms.schedule.minute")} error={error("on_minute")}>
          <Input
            type="number"
            min={0}
            max={59}
            readOnly={readOnly}
            value={typeof config.on_minute === "number" ? config.on_minute : 0}
            onChange={(event) => set({ on_minute: Math.trunc(Number(event.target.value)) })}
          />
        </Field>
      ) : (
        <Field label={t("forms.schedule.time")} error={error("time")}>
          <Input
            type="time"
            readOnly={readOnly}
            value={toClock(textOf(config.time) || "12:00 AM")}
            onChange={(event) => event.target.value && set({ time: fromClock(event.target.value) })}
          />
        </Field>
      )}
    </>
  );
}

type TogglesProps = {
  label: string;
  error: string | undefined;
  options: { value: string | number; name: string }[];
  chosen: unknown[];
  readOnly: boolean;
  onToggle: (value: string | number) => void;
};

/** Days to choose from, as checkboxes that look like keys. */
function Toggles({ label, error, options, chosen, readOnly, onToggle }: TogglesProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map(({ value, name }) => (
          <label
            key={value}
            className="flex h-8 min-w-9 cursor-pointer items-center justify-center rounded-md border border-line-strong px-1.5 text-xs tabular-nums has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="checkbox"
              className="sr-only"
              checked={chosen.includes(value)}
              disabled={readOnly}
              onChange={() => onToggle(value)}
            />
            {name}
          </label>
        ))}
      </div>
      {error && <p className="text-xs text-danger-ink">{error}</p>}
    </fieldset>
  );
}
