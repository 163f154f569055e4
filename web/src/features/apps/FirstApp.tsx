import { FolderTree } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, EmptyState, FormError } from "@/ui";
import { useCreateApp } from "./useCreateApp";

/** No app yet: one click makes the first one. */
export function FirstApp({ onMore }: { onMore: () => void }) {
  const { t } = useTranslation("apps");
  const { can } = useMember();
  const create = useCreateApp();
  if (!can("edit")) return <EmptyState title={t("apps.none")}>{t("apps.noneToRead")}</EmptyState>;
  const first = { name: t("apps.firstName"), mode: "agent-chat" as const };
  return (
    <>
      <FormError error={create.error} />
      <EmptyState
        icon={<FolderTree aria-hidden size={32} strokeWidth={1.5} />}
        title={t("apps.none")}
        action={
          <>
            <Button look="primary" busy={create.isPending} onClick={() => create.mutate(first)}>
              {t("apps.createFirst")}
            </Button>
            <Button onClick={onMore}>{t("apps.createNamed")}</Button>
          </>
        }
      >
        {t("apps.noneWhy")}
      </EmptyState>
    </>
  );
}
