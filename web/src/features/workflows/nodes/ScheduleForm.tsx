import { useTranslation } from "react-i18next";
import { Field, Input, Select } from "@/ui";
import { FoldedPart, Part } from "../fields/Part";
import { ScheduleFields } from "../fields/ScheduleFields";
import { NextTimes, useScheduleTimes } from "../fields/ScheduleTimes";
import { textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const MODES = ["visual", "cron"] as const;
const MISFIRES = ["latest", "skip", "all"] as const;
const OVERLAPS = ["allow", "skip", "queue"] as const;

/** When runs start by themselves. */
export default function ScheduleForm({ appId, data, change, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const times = useScheduleTimes(appId, data);
  const mode = data.mode === "cron" ? "cron" : "visual";
  const zone = textOf(data.timezone) || "UTC";
  const zones = [...new Set([zone, "UTC", ...Intl.supportedValuesOf("timeZone")])];
  return (
    <>
      <Part title={t("forms.schedule.due")}>
        <Field label={t("forms.schedule.mode")}>
          <Select value={mode} disabled={readOnly} onChange={(event) => change({ mode: event.target.value })}>
            {MODES.map((each) => (
              <option key={each} value={each}>
                {t(`forms.schedule.modes.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        {mode === "visual" ? (
          <ScheduleFields data={data} change={change} errors={times.errors} readOnly={readOnly} />
        ) : (
          <Field
            label={t("forms.schedule.cron")}
            hint={t("forms.schedule.cronHint")}
            error={times.errors.cron_expression}
          >
            <Input
              className="font-mono text-xs!"
              maxLength={200}
              placeholder="0 9 * * 1-5"
              spellCheck={false}
              readOnly={readOnly}
              value={textOf(data.cron_expression)}
              onChange={(event) => change({ cron_expression: event.target.value })}
            />
          </Field>
        )}
        <Field label={t("forms.schedule.zone")} error={times.errors.timezone}>
          <Select value={zone} disabled={readOnly} onChange={(event) => change({ timezone: event.target.value })}>
            {zones.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </Select>
        </Field>
        <NextTimes found={times} />
      </Part>
      <FoldedPart title={t("forms.schedule.otherwise")}>
        <Choice
          label={t("forms.schedule.misfire")}
          accepted={MISFIRES}
          value={data.misfire}
          words={(each) => t(`forms.schedule.misfires.${each}`)}
          readOnly={readOnly}
          onChange={(misfire) => change({ misfire })}
        />
        <Choice
          label={t("forms.schedule.overlap")}
          accepted={OVERLAPS}
          value={data.overlap}
          words={(each) => t(`forms.schedule.overlaps.${each}`)}
          readOnly={readOnly}
          onChange={(overlap) => change({ overlap })}
        />
      </FoldedPart>
    </>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  /** The first stands where nothing is chosen. */
  accepted: readonly T[];
  value: unknown;
  words: (each: T) => string;
  readOnly: boolean;
  onChange: (value: T) => void;
};

function Choice<T extends string>({ label, accepted, value, words, readOnly, onChange }: ChoiceProps<T>) {
  return (
    <Field label={label}>
      <Select
        disabled={readOnly}
        value={accepted.find((each) => each === value) ?? accepted[0]}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {accepted.map((each) => (
          <option key={each} value={each}>
            {words(each)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
