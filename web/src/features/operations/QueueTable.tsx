import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration, Table, Td, Th } from "@/ui";
import { groupsOf, isIdle, isStuck, type Purpose, type QueueGroup } from "./groups";
import type { Queue } from "./queries";

/** The queues by what they are for; a group is folded until something waits in it, or somebody opens it. */
export function QueueTable({ queues }: { queues: Queue[] }) {
  const { t } = useTranslation("operations");
  const [open, setOpen] = useState<Partial<Record<Purpose, boolean>>>({});
  const groups = groupsOf(queues);
  // Kept open when it is idle again: rows that come and go every two seconds cannot be read.
  const busy = groups.filter((group) => open[group.purpose] === undefined && !group.queues.every(isIdle));
  if (busy.length) setOpen({ ...open, ...Object.fromEntries(busy.map(({ purpose }) => [purpose, true])) });
  return (
    <Table
      label={t("operations.queues")}
      head={
        <>
          <Th>{t("operations.queue")}</Th>
          <Th number>{t("operations.depth")}</Th>
          <Th number>{t("operations.consumers")}</Th>
          <Th number>{t("operations.oldest")}</Th>
        </>
      }
    >
      {groups.map((group) => {
        const shown = open[group.purpose] ?? false;
        return (
          <Fragment key={group.purpose}>
            <GroupRow group={group} open={shown} onToggle={() => setOpen({ ...open, [group.purpose]: !shown })} />
            {shown && group.queues.map((queue) => <QueueRow key={queue.name} queue={queue} />)}
          </Fragment>
        );
      })}
    </Table>
  );
}

type GroupRowProps = { group: QueueGroup; open: boolean; onToggle: () => void };

function GroupRow({ group: { purpose, queues }, open, onToggle }: GroupRowProps) {
  const { t } = useTranslation("operations");
  const ages = queues.flatMap(({ oldest_age }) => oldest_age ?? []);
  return (
    <tr className={clsx(queues.some(isStuck) && "bg-danger-soft")}>
      <Td>
        <button
          type="button"
          aria-expanded={open}
          className="flex items-center gap-1.5 rounded text-left font-medium"
          onClick={onToggle}
        >
          <ChevronRight aria-hidden size={14} className={clsx("shrink-0 text-muted", open && "rotate-90")} />
          {t(`operations.groups.${purpose}`)}
          <span className="text-xs font-normal text-muted max-sm:sr-only">
            {t("operations.queueCount", { count: queues.length })}
          </span>
        </button>
      </Td>
      <Depth depth={queues.reduce((sum, { depth }) => sum + depth, 0)} />
      <Consumers least={Math.min(...queues.map(({ consumers }) => consumers))} stuck={queues.some(isStuck)} />
      <Age age={ages.length ? Math.max(...ages) : null} />
    </tr>
  );
}

function QueueRow({ queue }: { queue: Queue }) {
  const { t } = useTranslation("operations");
  const stuck = isStuck(queue);
  return (
    <tr className={clsx(stuck && "bg-danger-soft")}>
      <Td className="pl-8! font-mono text-xs">
        {queue.name.split("_").map((part, place) => (
          <Fragment key={part}>
            {place > 0 && (
              <>
                _<wbr />
              </>
            )}
            {part}
          </Fragment>
        ))}
        {queue.tasks.length === 0 && <span className="font-sans text-muted"> · {t("operations.unused")}</span>}
      </Td>
      <Depth depth={queue.depth} />
      <Consumers least={queue.consumers} stuck={stuck} />
      <Age age={queue.oldest_age} />
    </tr>
  );
}

function Depth({ depth }: { depth: number }) {
  return (
    <Td number className={clsx(depth === 0 && "text-muted")}>
      {depth}
    </Td>
  );
}

/** Of a group the fewest: one queue without any is what counts. */
function Consumers({ least, stuck }: { least: number; stuck: boolean }) {
  const { t } = useTranslation("operations");
  if (!stuck) return <Td number>{least}</Td>;
  return (
    <Td number>
      <span className="font-medium text-danger-ink">{t("operations.nobody")}</span>
    </Td>
  );
}

function Age({ age }: { age: number | null }) {
  return (
    <Td number className="text-muted">
      {age === null ? "–" : duration(age)}
    </Td>
  );
}
