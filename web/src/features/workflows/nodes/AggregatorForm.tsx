import { useTranslation } from "react-i18next";
import { Checkbox, Input } from "@/ui";
import { Part } from "../fields/Part";
import { Rows } from "../fields/Rows";
import { found } from "../fields/types";
import { VariablePicker } from "../fields/VariablePicker";
import { type Row, rowOf, rowsOf, selectorOf, textOf } from "../kinds/reading";
import { groupsOf } from "../kinds/variableAggregator";
import type { NodeFormProps } from "./props";

type ListProps = Pick<NodeFormProps, "variables" | "readOnly"> & {
  value: unknown;
  onChange: (next: { variables: string[][]; output_type: string }) => void;
};

/** The first of several that has a value. */
export default function AggregatorForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const groups = groupsOf(data);
  const settings = rowOf(data.advanced_settings);
  const setGroups = (next: Row[]) => change({ advanced_settings: { ...settings, groups: next } });
  const turn = (on: boolean) => {
    const known = rowsOf(settings.groups);
    const first = { group_name: "group1", output_type: data.output_type ?? "any", variables: data.variables ?? [] };
    change({ advanced_settings: { ...settings, group_enabled: on, groups: known.length > 0 ? known : [first] } });
  };
  return (
    <>
      {groups === null ? (
        <Part title={t("forms.aggregator.variables")}>
          <VariableList value={data.variables} variables={variables} readOnly={readOnly} onChange={change} />
        </Part>
      ) : (
        <Rows
          label={t("forms.aggregator.groups")}
          add={t("forms.aggregator.addGroup")}
          rows={groups}
          least={1}
          readOnly={readOnly}
          nameOf={(row, at) => textOf(row.group_name) || String(at + 1)}
          make={() => ({ group_name: freeName(groups), output_type: "any", variables: [] })}
          onChange={setGroups}
        >
          {(row, set, at) => (
            <div className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-2">
              <Input
                aria-label={t("forms.aggregator.name", { number: at + 1 })}
                className="font-mono"
                maxLength={100}
                readOnly={readOnly}
                value={textOf(row.group_name)}
                onChange={(event) => set({ ...row, group_name: event.target.value })}
              />
              <VariableList
                value={row.variables}
                variables={variables}
                readOnly={readOnly}
                onChange={(next) => set({ ...row, ...next })}
              />
            </div>
          )}
        </Rows>
      )}
      <Checkbox
        label={t("forms.aggregator.grouped")}
        checked={groups !== null}
        disabled={readOnly}
        onChange={(event) => turn(event.target.checked)}
      />
    </>
  );
}

/** All of one type: the first one says which. */
function VariableList({ value, onChange, variables, readOnly }: ListProps) {
  const { t } = useTranslation("workflows");
  const rows = Array.isArray(value) ? value.map(selectorOf) : [];
  const typeOf = (list: string[][]) => {
    const [first] = list.filter((each) => each.length > 1);
    return (first && found(variables, first)?.type) || "any";
  };
  const type = typeOf(rows);
  return (
    <Rows
      label={t("forms.aggregator.variables")}
      add={t("forms.aggregator.add")}
      rows={rows}
      ordered
      readOnly={readOnly}
      nameOf={(row, at) => row.slice(1).join(".") || String(at + 1)}
      make={() => [] as string[]}
      onChange={(next) => onChange({ variables: next, output_type: typeOf(next) })}
    >
      {(row, set, at) => (
        <VariablePicker
          label={t("forms.aggregator.one", { number: at + 1 })}
          accepts={at > 0 ? [type] : undefined}
          value={row}
          variables={variables}
          readOnly={readOnly}
          onChange={set}
        />
      )}
    </Rows>
  );
}

function freeName(groups: Row[]): string {
  const taken = new Set(groups.map((each) => each.group_name));
  let number = groups.length + 1;
  while (taken.has(`group${number}`)) number++;
  return `group${number}`;
}
