import { useTranslation } from "react-i18next";
import { Checkbox, Input } from "@/ui";
import { Part } from "../fields/Part";
import { Rows } from "../fields/Rows";
import { TypeSelect } from "../fields/TypeSelect";
import { rowsOf, textOf } from "../kinds/reading";

export type FieldPart = "headers" | "params" | "body";

const TEXTS = ["string", "number", "boolean"];
const TYPES: Record<FieldPart, readonly string[]> = {
  headers: TEXTS,
  params: [...TEXTS, "array[string]", "array[number]"],
  body: [...TEXTS, "object", "array[string]", "array[number]", "array[object]", "file", "array[file]"],
};

type Props = { part: FieldPart; value: unknown; onChange: (rows: unknown[]) => void; readOnly: boolean };

/** What a request tells by name: each becomes a variable. */
export function FieldList({ part, value, onChange, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  return (
    <Part title={t(`webhook.${part}`)}>
      <Rows
        label={t(`webhook.${part}`)}
        rows={rowsOf(value)}
        onChange={onChange}
        make={() => ({ name: "", type: "string", required: false })}
        add={t("webhook.addField")}
        nameOf={(row, at) => textOf(row.name) || String(at + 1)}
        readOnly={readOnly}
      >
        {(row, set, at) => (
          <div className="flex flex-wrap items-center gap-2">
            <Input
              aria-label={t("webhook.fieldName", { number: at + 1 })}
              placeholder={t("webhook.name")}
              className="w-auto! min-w-32 flex-1 font-mono text-xs!"
              value={textOf(row.name)}
              maxLength={200}
              disabled={readOnly}
              onChange={(event) => set({ ...row, name: event.target.value })}
            />
            <TypeSelect
              label={t("webhook.fieldType", { name: textOf(row.name) || String(at + 1) })}
              value={textOf(row.type) || "string"}
              types={TYPES[part]}
              readOnly={readOnly}
              onChange={(type) => set({ ...row, type })}
            />
            <Checkbox
              label={t("webhook.required")}
              checked={row.required === true}
              disabled={readOnly}
              onChange={(event) => set({ ...row, required: event.target.checked })}
            />
          </div>
        )}
      </Rows>
    </Part>
  );
}
