import clsx from "clsx";
import { ChevronDown, X } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton, useControl } from "@/ui";
import type { Offered } from "../kinds/upstream";
import { namedSelector, titleOf } from "./titles";
import { fits, grouped } from "./types";

type Props = {
  /** Read out with what is chosen. */
  label: string;
  value: readonly string[];
  variables: readonly Offered[];
  /** Types that can be chosen; without it any. */
  accepts?: readonly string[];
  onChange: (selector: string[]) => void;
  readOnly?: boolean;
  optional?: boolean;
  className?: string;
};

/** A variable of what comes before: its node, its name, its type. */
export function VariablePicker({ label, value, variables, accepts, onChange, readOnly, optional, className }: Props) {
  const { t } = useTranslation("workflows");
  const [open, setOpen] = useState(false);
  const { "aria-invalid": invalid, "aria-describedby": describedBy } = useControl();
  const chosen = value.length > 1 ? namedSelector(t, variables, value) : null;
  const wrong = chosen !== null && (!chosen.known || !fits(chosen.type, accepts));
  const why = wrong ? t(chosen.known ? "forms.variable.wrongType" : "forms.variable.lost", { type: chosen.type }) : "";
  return (
    <div className={clsx("flex min-w-0 items-center gap-1", className)}>
      <Popover.Root open={open} onOpenChange={(next) => !readOnly && setOpen(next)}>
        <Popover.Trigger
          // Its name is what stands in it, the label with it: that of a field alone would not say what is chosen.
          aria-describedby={describedBy}
          type="button"
          disabled={readOnly}
          title={why || chosen?.text}
          className={clsx(
            "flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md border bg-surface px-2.5 text-left text-sm",
            "disabled:opacity-60",
            wrong || invalid ? "border-danger" : "border-line-strong",
          )}
        >
          <span className="sr-only">{label}: </span>
          <span className={clsx("min-w-0 flex-1 truncate", !chosen && "text-muted", wrong && "text-danger-ink")}>
            {chosen?.text ?? t("forms.variable.choose")}
          </span>
          {chosen && <span className="shrink-0 font-mono text-xs text-muted">{chosen.type}</span>}
          {wrong && <span className="sr-only">. {why}</span>}
          <ChevronDown aria-hidden size={14} className="shrink-0 text-muted" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="start"
            sideOffset={4}
            collisionPadding={8}
            aria-label={label}
            className="appear z-50 flex max-h-[min(22rem,var(--radix-popover-content-available-height))] w-80 flex-col rounded-md border border-line bg-raised shadow-raised"
          >
            <Choices
              label={label}
              variables={variables.filter((each) => fits(each.type, accepts))}
              onChoose={(selector) => {
                onChange(selector);
                setOpen(false);
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {optional && chosen && !readOnly && (
        <IconButton
          size="small"
          label={t("forms.variable.clear", { label })}
          icon={<X aria-hidden size={14} />}
          onClick={() => onChange([])}
        />
      )}
    </div>
  );
}

type ChoicesProps = { label: string; variables: Offered[]; onChoose: (selector: string[]) => void };

function Choices({ label, variables, onChoose }: ChoicesProps) {
  const { t } = useTranslation("workflows");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const matching = useMemo(() => {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (each: Offered) => `${titleOf(t, each)} ${each.label}`.toLowerCase();
    const found = variables.filter((each) => words.every((word) => text(each).includes(word)));
    // What begins with what was typed is meant rather than what has it somewhere: "age", and not "usage".
    const begins = (each: Offered) => words.some((word) => each.label.toLowerCase().startsWith(word));
    return [...found.filter(begins), ...found.filter((each) => !begins(each))];
  }, [variables, typed, t]);
  const ordered = grouped(matching);
  const flat = ordered.flatMap(([, each]) => each);
  const active = Math.min(at, flat.length - 1);
  const go = (next: number) => {
    setAt(next);
    list.current?.querySelector(`[data-at="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const press = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: flat.length - 1 };
    const next = moves[event.key];
    if (next !== undefined && flat.length > 0) {
      event.preventDefault();
      go((next + flat.length) % flat.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = flat[active];
      if (chosen) onChoose(chosen.selector);
    }
  };
  let number = 0;
  return (
    <>
      <input
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={flat.length > 0 ? `${id}-${active}` : undefined}
        aria-label={t("forms.variable.search")}
        placeholder={t("forms.variable.search")}
        className="h-9 shrink-0 rounded-t-md border-b border-line bg-transparent px-3 text-sm outline-none"
        value={typed}
        onKeyDown={press}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
      />
      <div ref={list} id={id} role="listbox" aria-label={label} tabIndex={-1} className="overflow-y-auto p-1">
        {flat.length === 0 && (
          <p className="px-2 py-3 text-sm text-muted">
            {t(variables.length === 0 ? "forms.variable.nothing" : "forms.variable.noMatch")}
          </p>
        )}
        {ordered.map(([node, each]) => (
          // biome-ignore lint/a11y/useSemanticElements: a part of a listbox
          <div key={node} role="group" aria-label={titleOf(t, each[0]!)}>
            <p aria-hidden className="truncate px-2 pt-2 pb-1 text-xs text-muted">
              {titleOf(t, each[0]!)}
            </p>
            {each.map((variable) => {
              const mine = number++;
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: the input has the focus, and names the active one
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the input's
                <div
                  key={variable.selector.join(".")}
                  id={`${id}-${mine}`}
                  data-at={mine}
                  role="option"
                  aria-selected={mine === active}
                  className={clsx(
                    "flex cursor-default gap-2 rounded px-2 py-1.5 text-sm",
                    mine === active && "bg-hover",
                  )}
                  onPointerMove={() => setAt(mine)}
                  onClick={() => onChoose(variable.selector)}
                >
                  <span className="min-w-0 flex-1 truncate">{variable.label}</span>
                  <span className="font-mono text-xs text-muted">{variable.type}</span>
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </>
  );
}
