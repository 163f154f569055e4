import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Input } from "@/ui";
import { type Row, rowOf, textOf } from "../kinds/reading";
import { Rows } from "./Rows";
import { TypeSelect } from "./TypeSelect";

const TYPES = [
  ...["string", "number", "boolean", "object"],
  ...["array[string]", "array[number]", "array[boolean]", "array[object]"],
];

type Props = { value: unknown; onChange: (outputs: Record<string, Row>) => void; readOnly: boolean };
type Output = { name: string; type: string; rest: Row };

/** What code returns: a type under each name. A name that is empty or there twice is not written until it is its own. */
export function DeclaredOutputs({ value, onChange, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const stored = outputsIn(value);
  // Rows as they are typed; they stand as long as they say the same as what is stored.
  const [typed, setTyped] = useState(stored);
  const rows = same(written(typed), written(stored)) ? typed : stored;
  const set = (next: Output[]) => {
    setTyped(next);
    onChange(written(next));
  };
  return (
    <Rows
      label={t("forms.code.outputs")}
      add={t("forms.code.addOutput")}
      rows={rows}
      readOnly={readOnly}
      nameOf={(row, at) => row.name || String(at + 1)}
      make={() => ({ name: "", type: "string", rest: {} })}
      onChange={set}
    >
      {(row, setRow, at) => {
        const twice = row.name !== "" && rows.findIndex((each) => each.name === row.name) !== at;
        return (
          <div className="flex min-w-0 gap-1">
            <Input
              aria-label={t("forms.code.output", { number: at + 1 })}
              aria-invalid={twice || undefined}
              title={twice ? t("forms.named.twice") : undefined}
              className="min-w-24 flex-1 font-mono"
              placeholder={t("forms.named.placeholder")}
              maxLength={100}
              readOnly={readOnly}
              value={row.name}
              onChange={(event) => setRow({ ...row, name: event.target.value })}
            />
            <TypeSelect
              label={t("forms.type", { name: row.name || at + 1 })}
              types={TYPES}
              value={row.type}
              readOnly={readOnly}
              onChange={(type) => setRow({ ...row, type })}
            />
          </div>
        );
      }}
    </Rows>
  );
}

function outputsIn(value: unknown): Output[] {
  return Object.entries(rowOf(value)).map(([name, each]) => {
    const { type, ...rest } = rowOf(each);
    return { name, type: textOf(type) || "string", rest };
  });
}

function written(outputs: Output[]): Record<string, Row> {
  const found: Record<string, Row> = {};
  for (const { name, type, rest } of outputs)
    if (name && !Object.hasOwn(found, name)) found[name] = { children: null, ...rest, type };
  return found;
}

const same = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);
