import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select, Textarea } from "@/ui";
import { VariablePicker } from "../fields/VariablePicker";
import { type Row, rowOf, selectorOf, textOf, textsOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { FIELD_TYPES, fieldType, optionsOf } from "./node";

type Props = {
  row: Row;
  set: (row: Row) => void;
  /** Of all fields. */
  names: readonly string[];
  variables: readonly Offered[];
  readOnly: boolean;
};

/** One field that a person fills in. */
export function AskedFieldRow({ row, set, names, variables, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const type = fieldType(row.type);
  const name = textOf(row.output_variable_name);
  const wrong = name === "" ? t("people.node.nameMissing") : names.indexOf(name) !== names.lastIndexOf(name);
  return (
    <fieldset className="relative flex min-w-0 flex-col gap-2 rounded-md border border-line p-3">
      <legend className="sr-only">{name}</legend>
      <div className="grid grid-cols-2 gap-2">
        <Field
          label={t("people.node.name")}
          {...(wrong ? { error: typeof wrong === "string" ? wrong : t("people.node.nameTaken") } : {})}
        >
          <Input
            className="font-mono text-xs!"
            maxLength={64}
            readOnly={readOnly}
            value={name}
            // As in templates: no dots, spaces or braces.
            onChange={(event) => set({ ...row, output_variable_name: event.target.value.replace(/[\s.#{}]/g, "_") })}
          />
        </Field>
        <Field label={t("people.node.type")}>
          <Select disabled={readOnly} value={type} onChange={(event) => set({ ...row, type: event.target.value })}>
            {FIELD_TYPES.map((each) => (
              <option key={each} value={each}>
                {t(`people.node.types.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field label={t("people.node.label")}>
        <Input
          maxLength={200}
          readOnly={readOnly}
          placeholder={name}
          value={textOf(row.label)}
          onChange={(event) => set({ ...row, label: event.target.value })}
        />
      </Field>
      {type === "select" && <Options row={row} set={set} readOnly={readOnly} />}
      {["text_input", "paragraph", "select", "number"].includes(type) && (
        <Default row={row} set={set} variables={variables} readOnly={readOnly} />
      )}
      {type !== "checkbox" && (
        <Checkbox
          label={t("people.node.required")}
          checked={row.required === true}
          disabled={readOnly}
          onChange={(event) => set({ ...row, required: event.target.checked })}
        />
      )}
    </fieldset>
  );
}

function Options({ row, set, readOnly }: Pick<Props, "row" | "set" | "readOnly">) {
  const { t } = useTranslation("workflows");
  // As it is typed: an empty line is where the next option will stand.
  const [text, setText] = useState(() => textsOf(row.options).join("\n"));
  return (
    <Field label={t("people.node.options")}>
      <Textarea
        readOnly={readOnly}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          set({ ...row, options: optionsOf(event.target.value) });
        }}
      />
    </Field>
  );
}

function Default({ row, set, variables, readOnly }: Pick<Props, "row" | "set" | "variables" | "readOnly">) {
  const { t } = useTranslation("workflows");
  const given = rowOf(row.default ?? row.placeholder);
  const byVariable = given.type === "variable";
  const change = (patch: Row) => set({ ...row, default: { selector: [], value: "", ...given, ...patch } });
  return (
    <Field label={t("people.node.default")}>
      <div className="flex min-w-0 flex-wrap gap-2">
        <Select
          aria-label={t("people.node.defaultFrom")}
          className="w-auto! flex-1 basis-24"
          disabled={readOnly}
          value={byVariable ? "variable" : "constant"}
          onChange={(event) => change({ type: event.target.value })}
        >
          <option value="constant">{t("people.node.constant")}</option>
          <option value="variable">{t("people.node.variable")}</option>
        </Select>
        {byVariable ? (
          <VariablePicker
            label={t("people.node.default")}
            className="min-w-0 flex-2 basis-40"
            value={selectorOf(given.selector)}
            variables={variables}
            readOnly={readOnly}
            optional
            onChange={(selector) => change({ type: "variable", selector })}
          />
        ) : (
          <Input
            aria-label={t("people.node.default")}
            className="w-auto! min-w-0 flex-2 basis-40"
            readOnly={readOnly}
            value={typeof given.value === "string" || typeof given.value === "number" ? String(given.value) : ""}
            onChange={(event) => change({ type: "constant", value: event.target.value })}
          />
        )}
      </div>
    </Field>
  );
}
