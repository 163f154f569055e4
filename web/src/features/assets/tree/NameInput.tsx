import clsx from "clsx";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TreeNode } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { useVerbs } from "../explorer/verbs";

/** A name in its row, to be typed over: Enter keeps it, Escape does not. One that is rejected stays, with the reason. */
export function NameInput({ node }: { node: TreeNode }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const input = useRef<HTMLInputElement>(null);
  const { id, name } = node;
  const draft = store.drafts.get(id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and when a name was rejected: what is typed stays
  useEffect(() => {
    const field = input.current;
    if (!field) return;
    field.focus();
    if (draft) return;
    const dot = node.node_type === "file" ? name.lastIndexOf(".") : -1;
    field.setSelectionRange(0, dot > 0 ? dot : name.length);
  }, [id, draft?.error]);
  const end = (keep: boolean) => {
    if (store.renaming !== id) return;
    const typed = input.current?.value.trim() ?? "";
    store.drafts.delete(id);
    store.set({ renaming: null });
    if (keep && typed) void verbs.rename(id, typed);
  };
  return (
    <span className="relative min-w-0 flex-1">
      <input
        ref={input}
        aria-label={t("explorer.nameOf", { name })}
        aria-invalid={draft?.error !== undefined}
        aria-describedby={draft?.error ? `error-${id}` : undefined}
        defaultValue={draft?.text ?? name}
        spellCheck={false}
        autoComplete="off"
        className={clsx(
          "w-full rounded border bg-surface px-1 py-0 text-sm outline-none",
          draft?.error ? "border-danger-ink" : "border-focus",
        )}
        onChange={(event) => store.drafts.set(id, { ...store.drafts.get(id), text: event.target.value })}
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
        // What was rejected is not sent again by looking elsewhere.
        onBlur={() => store.drafts.get(id)?.error === undefined && end(true)}
        onKeyDown={(event) => {
          event.stopPropagation();
          // Enter that ends a word of an input method is not ours.
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") end(true);
          if (event.key === "Escape") end(false);
        }}
      />
      {draft?.error && (
        <span
          id={`error-${id}`}
          role="alert"
          className="absolute top-full left-0 z-10 mt-1 max-w-full rounded border border-line bg-danger-soft px-2 py-1 text-xs whitespace-normal text-danger-ink shadow-raised"
        >
          {draft.error}
        </span>
      )}
    </span>
  );
}
