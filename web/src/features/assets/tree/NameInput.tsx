import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TreeNode } from "./model";
import { useExplorer } from "./store";
import { useVerbs } from "./verbs";

/** A name in its row, to be typed over: Enter keeps it, Escape does not. */
export function NameInput({ node }: { node: TreeNode }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const field = input.current;
    if (!field) return;
    field.focus();
    const dot = node.node_type === "file" ? node.name.lastIndexOf(".") : -1;
    field.setSelectionRange(0, dot > 0 ? dot : node.name.length);
  }, [node]);
  const end = (keep: boolean) => {
    if (store.renaming !== node.id) return;
    const name = input.current?.value.trim() ?? "";
    store.set({ renaming: null });
    if (keep && name) void verbs.rename(node.id, name);
  };
  return (
    <input
      ref={input}
      aria-label={t("explorer.nameOf", { name: node.name })}
      defaultValue={node.name}
      spellCheck={false}
      className="min-w-0 flex-1 rounded border border-focus bg-surface px-1 py-0 text-sm outline-none"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") end(true);
        if (event.key === "Escape") end(false);
      }}
    />
  );
}
