import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton, Input, Select } from "@/ui";
import {
  type Condition,
  type Conditions,
  dateOf,
  type FilterField,
  MAX_CONDITIONS,
  OPERATORS,
  takesValue,
  typedValue,
  withField,
} from "./conditions";

type Props = { fields: FilterField[]; value: Conditions; onChange: (value: Conditions) => void };

/** Which documents are searched: those that meet all of the conditions, or any of them. */
export function FilterFields({ fields, value, onChange }: Props) {
  const { t } = useTranslation("datasets");
  const { conditions, logical_operator: joined } = value;
  const set = (next: Condition[]) => onChange({ ...value, conditions: next });
  return (
    <div className="flex flex-col gap-3">
      {conditions.length > 1 && (
        <Select
          aria-label={t("filter.joined")}
          value={joined}
          className="max-w-60"
          onChange={(event) => onChange({ ...value, logical_operator: event.target.value as typeof joined })}
        >
          <option value="and">{t("filter.and")}</option>
          <option value="or">{t("filter.or")}</option>
        </Select>
      )}
      <ol aria-label={t("filter.conditions")} className="flex flex-col gap-2">
        {conditions.map((condition, at) => (
          <ConditionRow
            // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing else of their own
            key={at}
            number={at + 1}
            fields={fields}
            condition={condition}
            onChange={(next) => set(conditions.with(at, next))}
            onRemove={() => set(conditions.toSpliced(at, 1))}
          />
        ))}
      </ol>
      <Button
        size="small"
        className="self-start"
        icon={<Plus aria-hidden size={12} />}
        disabled={fields.length === 0 || conditions.length >= MAX_CONDITIONS}
        onClick={() => set([...conditions, withField({ name: "", comparison_operator: "" }, fields[0]!)])}
      >
        {t("filter.add")}
      </Button>
    </div>
  );
}

type RowProps = {
  number: number;
  fields: FilterField[];
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
};

function ConditionRow({ number, fields, condition, onChange, onRemove }: RowProps) {
  const { t } = useTranslation("datasets");
  const { name, comparison_operator: operator } = condition;
  const known = fields.find((field) => field.name === name);
  // One that no knowledge base has any more is shown, and finds nothing.
  const field = known ?? { name, kind: "string" as const };
  const operators: readonly string[] = OPERATORS[field.kind];
  // What every document has goes by names of ours.
  const nameOf = (each: string) => t(`filter.builtIn.${each}` as never, { defaultValue: each }) as string;
  return (
    <li className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t("filter.field", { number })}
        value={name}
        className="min-w-28 flex-1 basis-32"
        onChange={(event) => onChange(withField(condition, fields.find((each) => each.name === event.target.value)!))}
      >
        {!known && <option value={name}>{nameOf(name)}</option>}
        {fields.map((each) => (
          <option key={each.name} value={each.name}>
            {nameOf(each.name)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("filter.operator", { number })}
        value={operator}
        className="w-auto! min-w-24 flex-1 basis-24"
        onChange={(event) => onChange({ ...condition, comparison_operator: event.target.value })}
      >
        {!operators.includes(operator) && <option>{operator}</option>}
        {OPERATORS[field.kind].map((each) => (
          <option key={each} value={each}>
            {t(`filter.operators.${each}`)}
          </option>
        ))}
      </Select>
      {takesValue(operator) && (
        <Input
          aria-label={t("filter.value", { number })}
          type={{ string: "text", number: "number", time: "date" }[field.kind]}
          step="any"
          maxLength={2000}
          className="min-w-28 flex-1 basis-32"
          placeholder={operator === "in" || operator === "not in" ? t("filter.list") : undefined}
          value={field.kind === "time" ? dateOf(condition.value) : String(condition.value ?? "")}
          onChange={(event) => onChange({ ...condition, value: typedValue(field.kind, event.target.value) })}
        />
      )}
      <IconButton
        size="small"
        label={t("filter.remove", { number })}
        icon={<X aria-hidden size={14} />}
        onClick={onRemove}
      />
    </li>
  );
}
