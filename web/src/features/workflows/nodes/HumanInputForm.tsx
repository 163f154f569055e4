import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select } from "@/ui";
import { FieldBox } from "../fields/FieldBox";
import { Part } from "../fields/Part";
import { Rows } from "../fields/Rows";
import { TemplateEditor } from "../fields/TemplateEditor";
import { rowsOf, textOf } from "../kinds/reading";
import { AskedFieldRow } from "../people/AskedFieldRow";
import { EmailPart } from "../people/EmailPart";
import { asksUser, freeName, OUTPUTS, withUser } from "../people/node";
import type { NodeFormProps } from "./props";

const STYLES = ["primary", "default", "accent", "ghost"] as const;

/** What a person is shown and asks to fill in, the buttons they choose from, and for how long they may. */
export default function HumanInputForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const fields = rowsOf(data.inputs);
  const actions = rowsOf(data.user_actions);
  const names = fields.map((each) => textOf(each.output_variable_name));
  const named = useMemo(() => {
    const places = rowsOf(data.inputs).map((each) => textOf(each.output_variable_name));
    const field = { type: "string", node: t("people.node.field") };
    return [
      ...places.filter(Boolean).map((name) => ({ selector: [OUTPUTS, name], label: name, ...field })),
      ...variables,
    ];
  }, [data.inputs, variables, t]);
  const timeout = typeof data.timeout === "number" ? data.timeout : 36;
  return (
    <>
      <FieldBox label={t("people.node.content")} hint={t("people.node.contentHint")}>
        {(ids) => (
          <TemplateEditor
            {...ids}
            lines={6}
            value={textOf(data.form_content)}
            variables={named}
            readOnly={readOnly}
            onChange={(form_content) => change({ form_content })}
          />
        )}
      </FieldBox>
      <Part title={t("people.node.fields")}>
        <Rows
          label={t("people.node.fields")}
          add={t("people.node.addField")}
          rows={fields}
          ordered
          readOnly={readOnly}
          nameOf={(row, at) => textOf(row.output_variable_name) || `${at + 1}`}
          make={() => ({
            type: "text_input",
            output_variable_name: freeName(names, "field"),
            label: "",
            required: false,
          })}
          onChange={(inputs) => change({ inputs })}
        >
          {(row, set) => <AskedFieldRow row={row} set={set} names={names} variables={variables} readOnly={readOnly} />}
        </Rows>
      </Part>
      <Part title={t("people.node.buttons")}>
        <Rows
          label={t("people.node.buttons")}
          add={t("people.node.addButton")}
          rows={actions}
          ordered
          least={1}
          readOnly={readOnly}
          keyOf={(row, at) => textOf(row.id) || at}
          nameOf={(row, at) => textOf(row.title) || `${at + 1}`}
          make={() => ({
            id: freeName(
              actions.map((each) => textOf(each.id)),
              "action",
            ),
            title: "",
            button_style: "default",
          })}
          onChange={(user_actions) => change({ user_actions })}
        >
          {(row, set, at) => (
            <div className="flex flex-wrap gap-2">
              <Input
                aria-label={t("people.node.buttonTitle", { number: at + 1 })}
                className="w-auto! min-w-32 flex-1 basis-32"
                maxLength={100}
                readOnly={readOnly}
                placeholder={textOf(row.id)}
                value={textOf(row.title)}
                onChange={(event) => set({ ...row, title: event.target.value })}
              />
              <Select
                aria-label={t("people.node.style", { number: at + 1 })}
                className="w-auto! flex-1 basis-24"
                disabled={readOnly}
                value={textOf(row.button_style) || "default"}
                onChange={(event) => set({ ...row, button_style: event.target.value })}
              >
                {STYLES.map((style) => (
                  <option key={style} value={style}>
                    {t(`people.node.styles.${style}`)}
                  </option>
                ))}
              </Select>
            </div>
          )}
        </Rows>
        <p className="text-xs text-muted">{t("people.node.buttonsHint")}</p>
      </Part>
      <Field label={t("people.node.timeout")} hint={t("people.node.timeoutHint")}>
        <div className="flex gap-2">
          <Input
            type="number"
            min={1}
            aria-label={t("people.node.timeout")}
            className="w-auto! min-w-20 flex-1"
            readOnly={readOnly}
            value={timeout}
            onChange={(event) => {
              const next = Number(event.target.value);
              if (next > 0) change({ timeout: next });
            }}
          />
          <Select
            aria-label={t("people.node.unit")}
            className="w-auto! flex-1"
            disabled={readOnly}
            value={data.timeout_unit === "day" ? "day" : "hour"}
            onChange={(event) => change({ timeout_unit: event.target.value })}
          >
            <option value="hour">{t("people.node.hours")}</option>
            <option value="day">{t("people.node.days")}</option>
          </Select>
        </div>
      </Field>
      <div className="flex flex-col gap-1">
        <Checkbox
          label={t("people.node.webapp")}
          checked={asksUser(data.delivery_methods)}
          disabled={readOnly}
          onChange={(event) => change({ delivery_methods: withUser(data.delivery_methods, event.target.checked) })}
        />
        <p className="text-xs text-muted">{t("people.node.webappHint")}</p>
      </div>
      <EmailPart data={data} change={change} variables={variables} readOnly={readOnly} />
    </>
  );
}
