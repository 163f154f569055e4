import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton, Input } from "@/ui";
import { type HeaderProblem, type HeaderRow, newRow } from "./headers";

type Props = {
  rows: HeaderRow[];
  problems: Map<number, HeaderProblem>;
  onChange: (rows: HeaderRow[]) => void;
};

const MOST = 20;

/** The headers that a server is sent with every request: names are seen, values are entered and never shown again. */
export function HeaderFields({ rows, problems, onChange }: Props) {
  const { t } = useTranslation("tools");
  const change = (id: number, patch: Partial<HeaderRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...patch } : row)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t("headers")}</legend>
      <p className="text-xs text-muted">{t("headersHint")}</p>
      {rows.map((row, at) => (
        <Row
          key={row.id}
          row={row}
          number={at + 1}
          problem={problems.get(row.id)}
          onChange={(patch) => change(row.id, patch)}
          onRemove={() => onChange(rows.filter((each) => each.id !== row.id))}
        />
      ))}
      {rows.length < MOST && (
        <Button
          size="small"
          className="self-start"
          icon={<Plus aria-hidden size={14} />}
          onClick={() => onChange([...rows, newRow(rows.length === 0 ? "Authorization" : "")])}
        >
          {t("addHeader")}
        </Button>
      )}
    </fieldset>
  );
}

type RowProps = {
  row: HeaderRow;
  number: number;
  problem: HeaderProblem | undefined;
  onChange: (patch: Partial<HeaderRow>) => void;
  onRemove: () => void;
};

function Row({ row, number, problem, onChange, onRemove }: RowProps) {
  const { t } = useTranslation("tools");
  const called = row.name || String(number);
  const errorId = `header-${row.id}-error`;
  const wrong = problem ? { "aria-invalid": true, "aria-describedby": errorId } : {};
  const inName = problem === "name" || problem === "twice";
  return (
    <div className="flex flex-col gap-1">
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-1.5">
        <Input
          aria-label={t("headerName", { number })}
          className="font-mono text-xs!"
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          placeholder="X-Api-Key"
          readOnly={row.kept}
          title={row.name}
          value={row.name}
          onChange={(event) => onChange({ name: event.target.value })}
          {...(inName && wrong)}
        />
        <Input
          type="password"
          aria-label={t("headerValue", { name: called })}
          className="font-mono text-xs!"
          maxLength={8000}
          autoComplete="new-password"
          placeholder={row.kept && problem !== "again" ? t("kept") : "Bearer …"}
          value={row.value}
          onChange={(event) => onChange({ value: event.target.value })}
          {...(!inName && wrong)}
        />
        <IconButton
          label={t("removeHeader", { name: called })}
          icon={<Trash2 aria-hidden size={14} />}
          onClick={onRemove}
        />
      </div>
      {problem && (
        <p id={errorId} className="text-xs text-danger-ink">
          {t(`problems.${problem}`)}
        </p>
      )}
    </div>
  );
}
