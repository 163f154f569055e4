import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FilePlus2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { Button, EmptyState, FormError } from "@/ui";
import { kindName } from "../kinds/words";
import { firstGraph } from "./first";
import { blocksQuery, draftQuery, saveOf } from "./queries";

/** Nothing is drawn yet. */
export function Begin() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const queries = useQueryClient();
  const { can } = useMember();
  const blocks = useQuery(blocksQuery(app.id));
  const begin = useMutation({
    mutationFn: async () => {
      const graph = firstGraph(app.mode, blocks.data ?? new Map(), (type) => kindName(t, type));
      const document = { graph, features: {}, environment_variables: [], conversation_variables: [] };
      await saveOf(app.id, queries)(document, undefined);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: draftQuery(app.id).queryKey }),
  });
  return (
    <>
      <h1 className="sr-only">{t("editor.title")}</h1>
      <EmptyState
        title={t("editor.begin.title")}
        action={
          can("edit") && (
            <Button
              look="primary"
              icon={<FilePlus2 aria-hidden size={16} />}
              busy={begin.isPending}
              disabled={!blocks.data}
              onClick={() => begin.mutate()}
            >
              {t("editor.begin.blank")}
            </Button>
          )
        }
      >
        {t(can("edit") ? "editor.begin.what" : "editor.begin.nothing")}
      </EmptyState>
      <FormError error={begin.error ?? blocks.error} />
    </>
  );
}
