import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, SearchInput } from "@/ui";
import { OperationName } from "./OperationName";
import type { ApiDocument } from "./queries";

type Props = { document: ApiDocument; chosen: string[]; onChange: (chosen: string[]) => void };

/** So many are listed at once; the others are found by searching. */
const SHOWN = 100;

/** Which operations become tools. Those that were chosen and are gone from the document can still be taken out. */
export function OperationsChoice({ document, chosen, onChange }: Props) {
  const { t } = useTranslation("tools");
  const [search, setSearch] = useState("");
  const { operations, skipped } = document;
  const words = search.trim().toLowerCase();
  const fitting = operations.filter(({ name, method, path, description }) =>
    `${name} ${method} ${path} ${description}`.toLowerCase().includes(words),
  );
  const gone = chosen.filter((name) => !operations.some((each) => each.name === name));
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t("apis.operations", { count: chosen.length })}</legend>
      <SearchInput label={t("search")} value={search} onChange={setSearch} />
      <div className="flex max-h-72 flex-col gap-2 overflow-y-auto rounded-md border border-line p-3">
        {gone.map((name) => (
          <Checkbox key={name} checked label={t("apis.goneTool", { name })} onChange={() => toggle(name)} />
        ))}
        {fitting.length === 0 && <p className="text-muted">{t("noneFound")}</p>}
        {fitting.slice(0, SHOWN).map((operation) => (
          <Checkbox
            key={operation.name}
            className="items-start!"
            label={<OperationName operation={operation} />}
            checked={chosen.includes(operation.name)}
            onChange={() => toggle(operation.name)}
          />
        ))}
        {fitting.length > SHOWN && <p className="text-xs text-muted">{t("apis.more")}</p>}
      </div>
      {skipped.length > 0 && (
        <details className="text-xs text-muted">
          <summary className="cursor-pointer">{t("apis.skipped", { count: skipped.length })}</summary>
          <ul className="mt-1 flex flex-col gap-1 wrap-anywhere">
            {skipped.map(({ operation, reason }) => (
              <li key={operation}>
                <code className="font-mono">{operation}</code>: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </fieldset>
  );
}
