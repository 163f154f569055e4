import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useApp } from "@/features/apps/queries";
import type { Row } from "../kinds/reading";
import type { WorkflowVariable } from "../settings/variables";
import { AddDialog } from "./AddDialog";
import { ConnectDialog } from "./ConnectDialog";
import { useEditor, useStore } from "./context";
import type { Document, Setting } from "./document";
import { FindDialog } from "./FindDialog";
import { KeysDialog } from "./KeysDialog";
import { draftHashQuery, readDraft } from "./queries";
import { type Opened, useUi } from "./ui";

const ImportDialog = lazy(() => import("./ImportDialog"));
const VariablesDialog = lazy(() => import("../settings/VariablesDialog"));
const FeaturesDialog = lazy(() => import("../settings/FeaturesDialog"));

/** The one that is open. */
export function Dialogs({ opened, onClose }: { opened: Opened | null; onClose: () => void }) {
  switch (opened?.what) {
    case "add":
      return <AddDialog opened={opened} />;
    case "connect":
      return <ConnectDialog from={opened.from} />;
    case "find":
      return <FindDialog />;
    case "keys":
      return <KeysDialog onClose={onClose} />;
    case "import":
      return (
        <Suspense>
          <Import onClose={onClose} />
        </Suspense>
      );
    case "environment":
    case "conversation":
    case "features":
      return (
        <Suspense>
          <Settings what={opened.what} onClose={onClose} />
        </Suspense>
      );
    default:
      return null;
  }
}

/** What is not saved yet is saved before: the file replaces it, too. */
function Import({ onClose }: { onClose: () => void }) {
  const store = useStore();
  const ui = useUi();
  const queries = useQueryClient();
  const take = async () => {
    const draft = await readDraft(store.appId);
    queries.setQueryData(draftHashQuery(store.appId).queryKey, draft.hash);
    store.replace(draft);
    ui.fit();
  };
  return <ImportDialog onClose={onClose} before={() => store.saving.flush()} onDone={take} />;
}

type SettingsProps = { what: "environment" | "conversation" | "features"; onClose: () => void };

/** What belongs to the whole workflow. */
function Settings({ what, onClose }: SettingsProps) {
  const { mode } = useApp();
  const store = useStore();
  const document = useEditor((each) => each.document);
  const put = (patch: Partial<Document>) => {
    store.change((before) => ({ ...before, ...patch }));
    onClose();
  };
  const { readOnly } = store;
  if (what === "features") {
    const done = (features: Row) => put({ features });
    return <FeaturesDialog mode={mode} value={document.features} onClose={onClose} onDone={done} readOnly={readOnly} />;
  }
  const key = `${what}_variables` as const;
  const done = (variables: WorkflowVariable[]) => put({ [key]: variables as unknown as Setting[] });
  const value = document[key] as unknown as WorkflowVariable[];
  return <VariablesDialog kind={what} value={value} onClose={onClose} onDone={done} readOnly={readOnly} />;
}
