import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Input, Select } from "@/ui";
import { Rows } from "../fields/Rows";
import { TypeSelect } from "../fields/TypeSelect";
import { textOf, typeNamed } from "../kinds/reading";
import { VariableValue } from "./VariableValue";
import {
  CONVERSATION_TYPES,
  ENVIRONMENT_TYPES,
  newVariable,
  stored,
  variableProblem,
  type WorkflowVariable,
  withType,
} from "./variables";

type Props = {
  kind: "environment" | "conversation";
  value: readonly WorkflowVariable[];
  onClose: () => void;
  onDone: (variables: WorkflowVariable[]) => void;
  readOnly: boolean;
};

/** The variables of the whole workflow. */
export default function VariablesDialog({ kind, value, onClose, onDone, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const [rows, setRows] = useState([...value]);
  const [tried, setTried] = useState(false);
  const text = kind === "environment" ? ("env" as const) : ("conversation" as const);
  const problems = rows.map(variableProblem);
  const done = () => {
    setTried(true);
    if (problems.every((each) => each === null)) onDone(rows.map(stored));
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(`forms.${text}.title`)}
      description={t(`forms.${text}.what`)}
      onSubmit={readOnly ? onClose : done}
      footer={
        readOnly ? (
          <Button onClick={onClose}>{t("close")}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button type="submit" look="primary">
              {t("done")}
            </Button>
          </>
        )
      }
    >
      <Rows
        label={t(`forms.${text}.title`)}
        add={t("forms.env.add")}
        rows={rows}
        readOnly={readOnly}
        empty={t(`forms.${text}.none`)}
        keyOf={(row, at) => textOf(row.id) || at}
        nameOf={(row, at) => row.name || String(at + 1)}
        make={newVariable}
        onChange={setRows}
      >
        {(row, set, at) => {
          const problem = tried ? problems[at] : null;
          return (
            <VariableRow
              kind={kind}
              number={at + 1}
              row={row}
              set={set}
              error={problem ? t(`forms.variableProblems.${problem}`) : ""}
              readOnly={readOnly}
            />
          );
        }}
      </Rows>
    </Dialog>
  );
}

type RowProps = {
  kind: Props["kind"];
  number: number;
  row: WorkflowVariable;
  set: (row: WorkflowVariable) => void;
  error: string;
  readOnly: boolean;
};

function VariableRow({ kind, number, row, set, error, readOnly }: RowProps) {
  const { t } = useTranslation("workflows");
  const name = row.name || String(number);
  const type = typeNamed(row.value_type);
  return (
    <div className="flex min-w-0 flex-col gap-1 rounded-md border border-line p-2">
      <div className="flex min-w-0 flex-wrap gap-1">
        <Input
          aria-label={t("forms.named.name", { number })}
          aria-invalid={Boolean(error) || undefined}
          className="min-w-32 flex-1 font-mono"
          placeholder={t("forms.env.name")}
          maxLength={100}
          readOnly={readOnly}
          value={row.name}
          onChange={(event) => set({ ...row, name: event.target.value })}
        />
        {kind === "conversation" ? (
          <TypeSelect
            label={t("forms.type", { name })}
            types={CONVERSATION_TYPES}
            value={type}
            readOnly={readOnly}
            onChange={(next) => set(withType(row, next))}
          />
        ) : (
          <Select
            aria-label={t("forms.type", { name })}
            className="w-auto! min-w-28 flex-1"
            disabled={readOnly}
            value={type}
            onChange={(event) => set(withType(row, event.target.value))}
          >
            {ENVIRONMENT_TYPES.map((each) => (
              <option key={each} value={each}>
                {t(`forms.env.types.${each}`)}
              </option>
            ))}
          </Select>
        )}
      </div>
      <VariableValue
        label={t(kind === "environment" ? "forms.env.valueOf" : "forms.conversation.initialOf", { name })}
        type={type}
        row={row}
        set={set}
        readOnly={readOnly}
      />
      <Input
        aria-label={`${name}: ${t("forms.env.description")}`}
        placeholder={t("forms.env.description")}
        maxLength={500}
        readOnly={readOnly}
        value={textOf(row.description)}
        onChange={(event) => set({ ...row, description: event.target.value })}
      />
      {error && (
        <p role="alert" className="text-xs text-danger-ink">
          {error}
        </p>
      )}
    </div>
  );
}
