import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FilePlus2, FileUp } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { Button, EmptyState, FormError } from "@/ui";
import { kindName } from "../kinds/words";
import { firstGraph } from "./first";
import { importInto, type Template } from "./importing";
import { blocksQuery, saveOf, workflowKey } from "./queries";
import { Templates } from "./Templates";

const ImportDialog = lazy(() => import("./ImportDialog"));

/** Nothing is drawn yet. */
export function Begin() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const queries = useQueryClient();
  const { can } = useMember();
  const blocks = useQuery(blocksQuery(app.id));
  const [importing, setImporting] = useState(false);
  const drawn = () => queries.invalidateQueries({ queryKey: workflowKey(app.id) });
  const begin = useMutation({
    mutationFn: async () => {
      const graph = firstGraph(app.mode, blocks.data ?? new Map(), (type) => kindName(t, type));
      const document = { graph, features: {}, environment_variables: [], conversation_variables: [] };
      await saveOf(app.id, queries)(document, undefined);
    },
    onSuccess: drawn,
  });
  const fill = useMutation({
    mutationFn: async ({ yaml }: Template) => {
      const done = await importInto(app, yaml);
      if (done.status === "failed") throw new Error(done.message);
    },
    onSuccess: drawn,
  });
  // Its report is read before the page becomes another one.
  const close = () => {
    setImporting(false);
    void drawn();
  };
  const busy = begin.isPending || fill.isPending;
  return (
    <>
      <h1 className="sr-only">{t("editor.title")}</h1>
      <EmptyState
        title={t("editor.begin.title")}
        action={
          can("edit") && (
            <>
              <Button
                look="primary"
                icon={<FilePlus2 aria-hidden size={16} />}
                busy={begin.isPending}
                disabled={!blocks.data || busy}
                onClick={() => begin.mutate()}
              >
                {t("editor.begin.blank")}
              </Button>
              <Button icon={<FileUp aria-hidden size={16} />} disabled={busy} onClick={() => setImporting(true)}>
                {t("import.title")}
              </Button>
            </>
          )
        }
      >
        {t(can("edit") ? "editor.begin.what" : "editor.begin.nothing")}
      </EmptyState>
      <FormError error={begin.error ?? fill.error ?? blocks.error} />
      {can("edit") && <Templates busy={busy} onChoose={fill.mutate} />}
      {importing && (
        <Suspense>
          <ImportDialog onClose={close} />
        </Suspense>
      )}
    </>
  );
}
