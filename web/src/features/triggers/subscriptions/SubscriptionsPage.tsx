import { useQuery } from "@tanstack/react-query";
import { Plus, Rss } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, EmptyState, Page, QueryList, SkeletonRows } from "@/ui";
import { type Subscription, subscriptionsQuery } from "./queries";
import { SubscriptionSection } from "./SubscriptionSection";

const SubscriptionDialog = lazy(() => import("./SubscriptionDialog"));

/** What happens elsewhere, or in Treeline itself, and may start workflows. */
export function SubscriptionsPage() {
  const { t } = useTranslation("triggers");
  const found = useQuery(subscriptionsQuery);
  const [edited, setEdited] = useState<Subscription | "new" | null>(null);
  const edit = (which: Subscription | "new") => startTransition(() => setEdited(which));
  const all = found.data?.data ?? [];
  const add = (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => edit("new")}>
      {t("subscriptions.add")}
    </Button>
  );
  return (
    <Page title={t("subscriptions.title")} description={t("subscriptions.what")} actions={all.length > 0 && add} narrow>
      <QueryList
        query={found}
        items={all}
        skeleton={<SkeletonRows rows={3} className="h-28" />}
        empty={
          <EmptyState
            icon={<Rss aria-hidden size={32} strokeWidth={1.5} />}
            title={t("subscriptions.none")}
            action={add}
          >
            {t("subscriptions.noneWhat")}
          </EmptyState>
        }
      >
        {(items) =>
          items.map((each) => <SubscriptionSection key={each.id} subscription={each} onEdit={() => edit(each)} />)
        }
      </QueryList>
      <Suspense>
        {edited !== null && (
          <SubscriptionDialog subscription={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
        )}
      </Suspense>
    </Page>
  );
}
