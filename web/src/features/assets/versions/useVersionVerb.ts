import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { errorText, toasts } from "@/ui";
import { assetsKey } from "../queries";

const one = "/console/api/apps/{app_id}/assets/versions/{version}" as const;

/** What is done with a version without looking twice at the draft. */
export function useVersionVerb(appId: string, number: number, verb: "activate" | "delete", onDone?: () => void) {
  const { t } = useTranslation("assets");
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<void> => {
      const params = { path: { app_id: appId, version: String(number) } };
      if (verb === "delete") await call(api.DELETE(one, { params }));
      else await call(api.POST(`${one}/activate`, { params }));
    },
    onSuccess: () => {
      toasts.show({ kind: "success", title: t(`versions.done.${verb}`, { number }) });
      onDone?.();
    },
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: assetsKey(appId) }),
  });
}
