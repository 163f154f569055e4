import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, Input } from "@/ui";
import { type Clash, useExplorer } from "../explorer/store";
import { useVerbs } from "../explorer/verbs";

/** A name is taken where something was to go: what can be done instead. */
export function ClashDialog({ clash }: { clash: Clash }) {
  const store = useExplorer();
  // Who does not choose another name goes on typing the one they had.
  const close = (done = false) =>
    store.set(done || clash.verb === "move" ? { clash: null } : { clash: null, renaming: clash.id });
  return clash.verb === "rename" ? (
    <RenameClash clash={clash} onClose={close} />
  ) : (
    <MoveClash clash={clash} onClose={close} />
  );
}

function RenameClash({
  clash,
  onClose,
}: {
  clash: Extract<Clash, { verb: "rename" }>;
  onClose: (done?: boolean) => void;
}) {
  const { t } = useTranslation("assets");
  const verbs = useVerbs();
  const [name, setName] = useState(clash.suggestion);
  return (
    <Dialog
      open
      onClose={() => onClose()}
      title={t("explorer.clash")}
      description={t("explorer.clashRename", { name: clash.name })}
      onSubmit={() => {
        onClose(true);
        void verbs.rename(clash.id, name.trim());
      }}
      footer={
        <>
          <Button onClick={() => onClose()}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!name.trim()}>
            {t("explorer.rename")}
          </Button>
        </>
      }
    >
      <Field label={t("explorer.otherName")}>
        <Input autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </Dialog>
  );
}

function MoveClash({ clash, onClose }: { clash: Extract<Clash, { verb: "move" }>; onClose: () => void }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const rest = clash.ids.filter((id) => !clash.taken.includes(id));
  const keepBoth = async () => {
    onClose();
    for (const id of clash.taken) {
      const node = store.model.get(id);
      if (!node) continue;
      const free = store.model.freeName(clash.parent, node.name);
      await verbs.rename(id, store.model.childNamed(node.parent_id, free) ? `${Date.now()} ${free}` : free);
    }
    await verbs.move(clash.ids, clash.parent);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("explorer.clash")}
      description={t("explorer.clashMove", { path: store.model.path(clash.parent) })}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          {rest.length > 0 && (
            <Button
              onClick={() => {
                onClose();
                void verbs.move(rest, clash.parent);
              }}
            >
              {t("explorer.moveOthers", { count: rest.length })}
            </Button>
          )}
          <Button look="primary" onClick={() => void keepBoth()}>
            {t("explorer.keepBoth")}
          </Button>
        </>
      }
    >
      <ul className="max-h-40 overflow-y-auto font-mono text-xs">
        {clash.taken.map((id) => (
          <li key={id}>{store.model.get(id)?.name}</li>
        ))}
      </ul>
    </Dialog>
  );
}
