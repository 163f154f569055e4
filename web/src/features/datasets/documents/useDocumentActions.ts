import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { errorText, toasts } from "@/ui";
import { datasetsKey } from "../queries";
import { changeDocuments } from "./queries";
import type { Document, Verb } from "./states";

type Change = { documents: Document[]; verb: Exclude<Verb, "move"> };

/** Changes documents at once; what the API rejects is told, but for what a dialog shows itself. */
export function useDocumentActions(datasetId: string, onDone?: () => void) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ documents, verb }: Change) => changeDocuments(datasetId, documents, verb),
    onSuccess: () => onDone?.(),
    onError: (error, { documents, verb }) => {
      if (verb === "delete") return;
      const [first] = documents;
      const title =
        documents.length === 1 && first ? t("document.failed", { name: first.name }) : t("document.failedAll");
      toasts.show({ kind: "error", title, description: errorText(error) });
    },
    // Some of several may have been changed before one was not.
    onSettled: () => queries.invalidateQueries({ queryKey: datasetsKey }),
  });
}
