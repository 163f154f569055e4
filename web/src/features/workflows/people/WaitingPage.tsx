import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { UserRoundCheck } from "lucide-react";
import { lazy, Suspense, startTransition } from "react";
import { useTranslation } from "react-i18next";
import {
  EmptyState,
  exactTime,
  Page,
  QueryList,
  RelativeTime,
  SkeletonRows,
  TabLink,
  TabLinks,
  Table,
  Td,
  Th,
} from "@/ui";
import { type FormState, type FormSummary, formsQuery } from "./queries";

const FormDialog = lazy(() => import("./FormDialog"));
const route = getRouteApi("/console/waiting");

/** What workflows of the workspace ask people: to be answered, and what has been. */
export function WaitingPage() {
  const { t } = useTranslation("workflows");
  const { state = "waiting", form } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useInfiniteQuery(formsQuery(state));
  const forms = found.data?.pages.flatMap((page) => page.data) ?? [];
  const close = () => void navigate({ search: state === "waiting" ? {} : { state } });
  return (
    <Page title={t("people.title")} description={t("people.what")}>
      <div className="-mx-4 sm:-mx-8">
        <TabLinks label={t("people.title")}>
          <TabLink to="/waiting" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
            {t("people.tabs.waiting")}
          </TabLink>
          <TabLink to="/waiting" search={{ state: "answered" }} activeOptions={{ exact: true, includeSearch: true }}>
            {t("people.tabs.answered")}
          </TabLink>
        </TabLinks>
      </div>
      <QueryList
        query={found}
        items={forms}
        skeleton={<SkeletonRows className="h-10" />}
        empty={
          <EmptyState
            icon={<UserRoundCheck aria-hidden size={32} strokeWidth={1.5} />}
            title={t(state === "waiting" ? "people.none" : "people.noneAnswered")}
          >
            {t("people.noneWhat")}
          </EmptyState>
        }
      >
        {(all) => <FormTable state={state} forms={all} />}
      </QueryList>
      <Suspense>{form && <FormDialog key={form} id={form} onClose={() => startTransition(close)} />}</Suspense>
    </Page>
  );
}

function FormTable({ state, forms }: { state: FormState; forms: FormSummary[] }) {
  const { t, i18n } = useTranslation("workflows");
  const waiting = state === "waiting";
  const head = (
    <>
      <Th>{t("people.form")}</Th>
      <Th>{t("people.app")}</Th>
      <Th className="max-sm:hidden">{t(waiting ? "people.asked" : "people.when")}</Th>
      <Th>{t(waiting ? "people.until" : "people.answer")}</Th>
      {!waiting && <Th>{t("people.by")}</Th>}
    </>
  );
  return (
    <Table label={t("people.title")} head={head}>
      {forms.map((form) => (
        <tr key={form.id}>
          <Td className="min-w-28 wrap-anywhere">
            <Link
              to="/waiting"
              search={waiting ? { form: form.id } : { state, form: form.id }}
              className="rounded font-medium hover:underline"
            >
              {form.title}
            </Link>
            {form.text && <p className="line-clamp-2 max-w-xl text-xs text-muted">{form.text}</p>}
          </Td>
          <Td className="max-w-64 min-w-20 break-words">{form.app_name}</Td>
          <Td className="whitespace-nowrap max-sm:hidden">
            <RelativeTime at={waiting ? form.created_at : (form.answered_at ?? form.created_at)} />
          </Td>
          <Td className="max-w-48 sm:truncate">
            {waiting
              ? exactTime(form.expiration_time, i18n.language)
              : (form.action ?? t(`people.states.${form.state}`))}
          </Td>
          {!waiting && (
            <Td className="max-w-48 truncate">
              {form.answered_by ?? (form.state === "submitted" ? t("people.someone") : "–")}
            </Td>
          )}
        </tr>
      ))}
    </Table>
  );
}
