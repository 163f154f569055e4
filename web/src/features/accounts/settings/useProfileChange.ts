import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { errorText, toasts } from "@/ui";
import { type Profile, profileQuery } from "../queries";

/** A change of one's own account: the new profile replaces the old one everywhere. */
export function useProfileChange<T>(send: (value: T) => Promise<Profile>, options: { quiet?: boolean } = {}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (profile) => {
      queries.setQueryData(profileQuery.queryKey, profile);
      if (!options.quiet) toasts.show({ kind: "success", title: t("saved") });
    },
    onError: (error) => {
      if (options.quiet) toasts.show({ kind: "error", title: errorText(error) });
    },
  });
}
