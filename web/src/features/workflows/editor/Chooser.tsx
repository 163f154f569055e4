import clsx from "clsx";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog, Input } from "@/ui";

export interface Option {
  id: string;
  name: string;
  hint?: string;
  icon?: ReactNode;
}

type Props = {
  title: string;
  /** Of the field. */
  label: string;
  groups: { name: string; options: Option[] }[];
  text: string;
  onText: (text: string) => void;
  onChoose: (id: string) => void;
  onClose: () => void;
  children?: ReactNode;
};

/** One of many, by typing a part of its name. */
export function Chooser({ title, label, groups, text, onText, onChoose, onClose, children }: Props) {
  const { t } = useTranslation("workflows");
  const list = useId();
  const [at, setAt] = useState(0);
  const options = groups.flatMap((group) => group.options);
  const active = options[Math.min(at, options.length - 1)];
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) setAt((options.indexOf(active!) + step + options.length) % options.length);
    else if (event.key === "Enter" && active && !event.nativeEvent.isComposing) onChoose(active.id);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={onClose} title={title}>
      {children}
      <Input
        autoFocus
        type="search"
        role="combobox"
        aria-label={label}
        placeholder={label}
        aria-expanded
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={active && `${list}-${active.id}`}
        className="shrink-0"
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <div id={list} role="listbox" aria-label={label} className="-mx-2 min-h-40 pb-3">
        {groups
          .filter((group) => group.options.length > 0)
          .map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options
            <div key={group.name} role="group" aria-label={group.name || title}>
              {group.name && (
                <p aria-hidden className="px-2 pt-2 pb-1 text-xs font-medium text-muted">
                  {group.name}
                </p>
              )}
              {group.options.map((option) => (
                <Row
                  key={option.id}
                  id={`${list}-${option.id}`}
                  option={option}
                  active={option === active}
                  onPoint={() => setAt(options.indexOf(option))}
                  onChoose={() => onChoose(option.id)}
                />
              ))}
            </div>
          ))}
      </div>
      {options.length === 0 && <p className="pb-4 text-center text-muted">{t("editor.none")}</p>}
    </Dialog>
  );
}

type RowProps = { id: string; option: Option; active: boolean; onPoint: () => void; onChoose: () => void };

function Row({ id, option, active, onPoint, onChoose }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={active}
      className={clsx("flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5", active && "bg-hover")}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      {option.icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{option.name}</span>
        {option.hint && <span className="block truncate text-xs text-muted">{option.hint}</span>}
      </span>
    </div>
  );
}
