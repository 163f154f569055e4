import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui";

type Props<R> = {
  label: string;
  rows: readonly R[];
  onChange: (rows: R[]) => void;
  children: (row: R, set: (row: R) => void, at: number) => ReactNode;
  /** What a new one is; without it none can be added here. */
  make?: () => R;
  add?: string;
  /** Says which one a button is for. */
  nameOf?: (row: R, at: number) => string;
  readOnly?: boolean;
  /** Their order means something. */
  ordered?: boolean;
  least?: number;
  empty?: string;
  keyOf?: (row: R, at: number) => string | number;
  /** Buttons stand above the row, at its right; its first line leaves them room. */
  stacked?: boolean;
};

/** A list that people add to, take from, and order. */
export function Rows<R>(props: Props<R>) {
  const { label, rows, onChange, children, make, add, readOnly, ordered, least = 0, empty, stacked } = props;
  const { t } = useTranslation("workflows");
  const nameOf = props.nameOf ?? ((_: R, at: number) => `${label} ${at + 1}`);
  const move = (from: number, to: number) => onChange(rows.toSpliced(from, 1).toSpliced(to, 0, rows[from]!));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {rows.length === 0 && empty && <p className="text-sm text-muted">{empty}</p>}
      {rows.length > 0 && (
        <ol aria-label={label} className="flex flex-col gap-2">
          {rows.map((row, at) => (
            <li key={props.keyOf?.(row, at) ?? at} className={stacked ? "relative" : "flex items-start gap-1"}>
              <div className="min-w-0 flex-1">{children(row, (next) => onChange(rows.with(at, next)), at)}</div>
              {!readOnly && (
                <div
                  className={stacked ? "absolute top-0 right-0 flex items-center" : "flex shrink-0 items-center pt-1"}
                >
                  {ordered && rows.length > 1 && (
                    <>
                      <IconButton
                        size="small"
                        label={t("forms.rows.up", { name: nameOf(row, at) })}
                        icon={<ArrowUp aria-hidden size={14} />}
                        disabled={at === 0}
                        onClick={() => move(at, at - 1)}
                      />
                      <IconButton
                        size="small"
                        label={t("forms.rows.down", { name: nameOf(row, at) })}
                        icon={<ArrowDown aria-hidden size={14} />}
                        disabled={at === rows.length - 1}
                        onClick={() => move(at, at + 1)}
                      />
                    </>
                  )}
                  <IconButton
                    size="small"
                    label={t("forms.rows.remove", { name: nameOf(row, at) })}
                    icon={<X aria-hidden size={14} />}
                    disabled={rows.length <= least}
                    onClick={() => onChange(rows.toSpliced(at, 1))}
                  />
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      {make && !readOnly && (
        <Button
          size="small"
          className="self-start"
          icon={<Plus aria-hidden size={12} />}
          onClick={() => onChange([...rows, make()])}
        >
          {add ?? t("forms.rows.add")}
        </Button>
      )}
    </div>
  );
}
