import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, Page, QueryList, Select, SkeletonRows, Table, Th } from "@/ui";
import { type Shown, schedulesQuery } from "./queries";
import { ScheduleRow } from "./ScheduleRow";

const SHOWN: Shown[] = ["all", "on", "off"];

/** All schedules of the workspace: when each is due, and how it went. */
export function SchedulesPage() {
  const { t } = useTranslation("triggers");
  const { schedule: named } = useSearch({ from: "/console/schedules" });
  const [shown, setShown] = useState<Shown>("all");
  const found = useInfiniteQuery(schedulesQuery(shown));
  const schedules = found.data?.pages.flatMap(({ data }) => data) ?? [];
  const head = (
    <>
      <Th>{t("schedules.schedule")}</Th>
      <Th>{t("schedules.next")}</Th>
      <Th>{t("schedules.last")}</Th>
      <Th number>{t("schedules.failures")}</Th>
      <Th>{t("schedules.on")}</Th>
    </>
  );
  return (
    <Page
      title={t("nav.pages.schedules")}
      description={t("schedules.what")}
      actions={
        <Select
          aria-label={t("schedules.show")}
          className="w-auto!"
          value={shown}
          onChange={(event) => setShown(event.target.value as Shown)}
        >
          {SHOWN.map((each) => (
            <option key={each} value={each}>
              {t(`schedules.shown.${each}`)}
            </option>
          ))}
        </Select>
      }
    >
      <QueryList
        query={found}
        items={schedules}
        skeleton={<SkeletonRows rows={5} className="h-12" />}
        empty={
          <EmptyState
            icon={<CalendarClock aria-hidden size={28} strokeWidth={1.5} />}
            title={shown === "all" ? t("schedules.none") : t("schedules.noneShown")}
          >
            {shown === "all" && t("schedules.noneWhat")}
          </EmptyState>
        }
      >
        {(all) => (
          <Table label={t("nav.pages.schedules")} head={head}>
            {all.map((each) => (
              <ScheduleRow key={each.id} schedule={each} open={each.id === named} />
            ))}
          </Table>
        )}
      </QueryList>
    </Page>
  );
}
