import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, QueryList, SkeletonRows } from "@/ui";
import { ApiSection } from "./ApiSection";
import { type ApiTools, apiToolsQuery } from "./queries";

const ApiDialog = lazy(() => import("./ApiDialog"));

/** The OpenAPI documents whose operations the workspace's agents may be allowed to call. */
export function ApisPart() {
  const { t } = useTranslation("tools");
  const { can } = useMember();
  const found = useQuery(apiToolsQuery);
  // The one that is edited; "new" is one that is added.
  const [edited, setEdited] = useState<ApiTools | "new" | null>(null);
  const edit = (tools: ApiTools | "new") => startTransition(() => setEdited(tools));
  return (
    <section aria-label={t("apis.title")} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-lg font-semibold">{t("apis.title")}</h2>
        {can("manage") && (
          <Button icon={<Plus aria-hidden size={16} />} onClick={() => edit("new")}>
            {t("apis.add")}
          </Button>
        )}
      </div>
      <QueryList
        query={found}
        items={found.data?.data ?? []}
        skeleton={<SkeletonRows rows={1} className="h-28" />}
        empty={<p className="text-muted">{t("apis.none")}</p>}
      >
        {(all) => all.map((tools) => <ApiSection key={tools.id} tools={tools} onEdit={() => edit(tools)} />)}
      </QueryList>
      <Suspense>
        {edited !== null && <ApiDialog tools={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      </Suspense>
    </section>
  );
}
