import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select } from "@/ui";
import { type DocForm, MAX_TOKENS, MIN_TOKENS, problemOf, type Rule } from "./rule";

type Props = {
  rule: Rule;
  /** Whether the form is still open: the first documents decide it. */
  open: boolean;
  onChange: (patch: Partial<Rule>) => void;
};

const FORMS: DocForm[] = ["text_model", "hierarchical_model", "qa_model"];

/** How the text is cut into segments. */
export function RuleFields({ rule, open, onChange }: Props) {
  const { t } = useTranslation("datasets");
  return (
    <>
      {open && (
        <Field label={t("add.form")} hint={t(`add.formHints.${rule.form}`)}>
          <Select value={rule.form} onChange={(event) => onChange({ form: event.target.value as DocForm })}>
            {FORMS.map((form) => (
              <option key={form} value={form}>
                {t(`add.forms.${form}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <SplitChoice rule={rule} onChange={onChange} />
      <Checkbox
        label={t("add.removeUrls")}
        checked={rule.removeUrls}
        onChange={(event) => onChange({ removeUrls: event.target.checked })}
      />
    </>
  );
}

/** Along headings, or by lengths of one's own. */
export function SplitChoice({ rule, onChange }: Pick<Props, "rule" | "onChange">) {
  const { t } = useTranslation("datasets");
  if (rule.form === "qa_model") return null;
  return (
    <>
      <Field label={t("add.rule")} hint={t(rule.custom ? "add.customHint" : "add.automaticHint")}>
        <Select
          value={rule.custom ? "custom" : "automatic"}
          onChange={(event) => onChange({ custom: event.target.value === "custom" })}
        >
          <option value="automatic">{t("add.automatic")}</option>
          <option value="custom">{t("add.custom")}</option>
        </Select>
      </Field>
      {rule.custom && <Lengths rule={rule} onChange={onChange} />}
    </>
  );
}

function Lengths({ rule, onChange }: Pick<Props, "rule" | "onChange">) {
  const { t } = useTranslation("datasets");
  const problem = problemOf(rule);
  const hierarchical = rule.form === "hierarchical_model";
  const range = t("add.range", { least: MIN_TOKENS, most: MAX_TOKENS });
  const number = (key: "maxTokens" | "overlap" | "childTokens", error: string | undefined) => (
    <Field label={t(`add.${key}`)} error={error}>
      <Input
        type="number"
        min={key === "overlap" ? 0 : MIN_TOKENS}
        max={MAX_TOKENS}
        value={rule[key] || ""}
        onChange={(event) => onChange({ [key]: Number(event.target.value) })}
      />
    </Field>
  );
  return (
    <>
      {hierarchical && (
        <Checkbox
          label={t("add.whole")}
          checked={rule.whole}
          onChange={(event) => onChange({ whole: event.target.checked })}
        />
      )}
      <div className="grid grid-cols-2 gap-3">
        {!(hierarchical && rule.whole) && (
          <>
            <Field
              label={t("add.separator")}
              hint={t("add.separatorHint")}
              error={problem === "separator" ? t("add.separatorMissing") : undefined}
            >
              <Input
                className="font-mono"
                maxLength={100}
                value={rule.separator}
                onChange={(event) => onChange({ separator: event.target.value })}
              />
            </Field>
            {number("maxTokens", problem === "tokens" ? range : undefined)}
          </>
        )}
        {hierarchical
          ? number("childTokens", problem === "children" ? t("add.childRange") : undefined)
          : number("overlap", problem === "overlap" ? t("add.overlapRange") : undefined)}
      </div>
    </>
  );
}
