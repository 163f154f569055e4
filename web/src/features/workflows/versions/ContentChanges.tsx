import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Compared } from "@/features/assets/versions/diff/Lines";
import { Badge } from "@/ui";
import { kindOf } from "../kinds/registry";
import { GraphPicture, type Tone } from "../picture/GraphPicture";
import { type Change, type Content, type ContentDiff, diffOf, isEmpty } from "./diff";

const TONES: Record<Change, Tone & ("good" | "bad" | "warn")> = { added: "good", removed: "bad", changed: "warn" };

/** What changed from one state of a workflow to another: on its picture, then node by node. */
export function ContentChanges({ before, after }: { before: Content; after: Content }) {
  const { t } = useTranslation("workflows");
  const diff = useMemo(() => diffOf(before, after), [before, after]);
  const [open, setOpen] = useState<string | null>(null);
  const tones = useMemo(
    () => ({
      nodes: new Map(diff.nodes.map((each) => [each.id, TONES[each.change]])),
      edges: new Map(diff.edges.map((each) => [each.edge.id, TONES[each.change]])),
    }),
    [diff],
  );
  if (isEmpty(diff)) {
    return <p className="rounded-lg border border-line bg-surface p-4 text-muted">{t("versions.nothing")}</p>;
  }
  return (
    <>
      <Summary diff={diff} />
      <GraphPicture
        label={t("versions.picture")}
        graph={diff.graph}
        toneOf={(id) => tones.nodes.get(id)}
        edgeTone={(edge) => tones.edges.get(edge.id)}
        selected={open ?? undefined}
        onSelect={(id) => setOpen(open === id ? null : id)}
      />
      <ol aria-label={t("versions.changes")} className="divide-y divide-line rounded-lg border border-line bg-surface">
        {diff.nodes.map((each) => (
          <Row
            key={each.id}
            title={each.title || each.id}
            type={each.type}
            change={each.change}
            lines={each}
            open={open === each.id}
            onOpen={() => setOpen(open === each.id ? null : each.id)}
          />
        ))}
        {diff.parts.map((part) => (
          <Row
            key={part.name}
            title={t(`versions.parts.${part.name}`)}
            change="changed"
            lines={part}
            open={open === part.name}
            onOpen={() => setOpen(open === part.name ? null : part.name)}
          />
        ))}
      </ol>
    </>
  );
}

function Summary({ diff }: { diff: ContentDiff }) {
  const { t } = useTranslation("workflows");
  const count = (change: Change) => diff.nodes.filter((each) => each.change === change).length;
  const edges = (change: Change) => diff.edges.filter((each) => each.change === change).length;
  return (
    <p className="flex flex-wrap gap-2">
      {(["added", "removed", "changed"] as const).map(
        (change) =>
          count(change) > 0 && (
            <Badge key={change} tone={TONES[change]}>
              {t(`versions.nodes.${change}`, { count: count(change) })}
            </Badge>
          ),
      )}
      {edges("added") > 0 && <Badge tone="good">{t("versions.edges.added", { count: edges("added") })}</Badge>}
      {edges("removed") > 0 && <Badge tone="bad">{t("versions.edges.removed", { count: edges("removed") })}</Badge>}
    </p>
  );
}

type RowProps = {
  title: string;
  type?: string;
  change: Change;
  lines: { before: string; after: string };
  open: boolean;
  onOpen: () => void;
};

function Row({ title, type, change, lines, open, onOpen }: RowProps) {
  const { t } = useTranslation("workflows");
  const Icon = type === undefined ? null : kindOf(type).icon;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full items-center gap-2 px-3 py-2 text-left text-sm hover:bg-hover"
        onClick={onOpen}
      >
        <ChevronRight aria-hidden size={14} className={open ? "rotate-90 text-muted" : "text-muted"} />
        {Icon && <Icon aria-hidden size={14} className="shrink-0 text-muted" />}
        <span className="min-w-0 flex-1 truncate">{title}</span>
        <Badge tone={TONES[change]}>{t(`versions.change.${change}`)}</Badge>
      </button>
      {open && (
        <div className="border-t border-line">
          <Compared path={title} before={lines.before} after={lines.after} />
        </div>
      )}
    </li>
  );
}
