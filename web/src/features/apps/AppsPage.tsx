import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, type ReactNode, Suspense, startTransition, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, EmptyState, Page, QueryList, Skeleton, useAddressText } from "@/ui";
import { AppCard } from "./AppCard";
import { AppFilters } from "./AppFilters";
import { FirstApp } from "./FirstApp";
import { ALL_APPS, type AppsWanted, appsQuery } from "./queries";
import { appsSearch } from "./search";

const CreateAppDialog = lazy(() => import("./CreateAppDialog"));

export function AppsPage() {
  const { t } = useTranslation("apps");
  const { can } = useMember();
  const [wanted, setWanted] = useWanted();
  const navigate = useNavigate({ from: "/apps" });
  const [creating, setCreating] = useState(false);
  const name = useDeferredValue(wanted.name.trim());
  const filtered = name !== "" || wanted.mode !== "all" || wanted.mine;
  const apps = useInfiniteQuery({ ...appsQuery({ ...wanted, name }), placeholderData: keepPreviousData });
  const found = apps.data?.pages.flatMap((page) => page.data) ?? [];
  const none = apps.isSuccess && found.length === 0;
  const open = () => startTransition(() => setCreating(true));
  const create = can("edit") && (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={open}>
      {t("apps.create")}
    </Button>
  );
  return (
    <Page title={t("nav.pages.apps")} actions={none && !filtered ? undefined : create}>
      {(!none || filtered) && <AppFilters wanted={wanted} onChange={setWanted} />}
      <QueryList
        query={apps}
        items={found}
        skeleton={
          <Cards label={t("loading")}>
            {["a", "b", "c"].map((key) => (
              <Skeleton key={key} className="h-32" />
            ))}
          </Cards>
        }
        empty={
          filtered ? (
            <EmptyState
              title={t("apps.noneFound")}
              action={<Button onClick={() => void navigate({ search: {}, replace: true })}>{t("clear")}</Button>}
            />
          ) : (
            <FirstApp onMore={open} />
          )
        }
        moreClass="self-center"
      >
        {(all) => (
          <Cards label={t("nav.pages.apps")}>
            {all.map((app) => (
              <AppCard key={app.id} app={app} />
            ))}
          </Cards>
        )}
      </QueryList>
      <Suspense>{creating && <CreateAppDialog onClose={() => setCreating(false)} />}</Suspense>
    </Page>
  );
}

/** Which apps are listed, by the address. */
function useWanted(): [AppsWanted, (wanted: AppsWanted) => void] {
  const search = { ...ALL_APPS, ...useSearch({ from: "/console/apps" }) };
  const navigate = useNavigate({ from: "/apps" });
  const put = (wanted: AppsWanted) =>
    void navigate({ search: appsSearch({ ...wanted, name: wanted.name.trim() }), replace: true });
  const [name, setName] = useAddressText(search.name, (text) => put({ ...search, name: text }));
  const change = (wanted: AppsWanted) => (wanted.name === name ? put(wanted) : setName(wanted.name));
  return [{ ...search, name }, change];
}

function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-3">
      {children}
    </section>
  );
}
