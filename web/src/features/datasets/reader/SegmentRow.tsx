import clsx from "clsx";
import { MoreHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NAMED, useNamed } from "@/routing";
import { Badge, IconButton, Menu, MenuItem } from "@/ui";
import { Where } from "../Where";
import { ChildChunks } from "./ChildChunks";
import type { Place, Segment } from "./queries";

export type SegmentVerb = "edit" | "switch" | "delete";
type Props = {
  place: Place;
  segment: Segment;
  /** Whether child chunks are searched in its place. */
  nested: boolean;
  named: boolean;
  /** Absent: it can't be changed. */
  onSelect: ((verb: SegmentVerb) => void) | undefined;
};

export function SegmentRow({ place, segment, nested, named, onSelect }: Props) {
  const { t } = useTranslation("datasets");
  const row = useNamed<HTMLLIElement>(named);
  return (
    <li
      ref={row}
      aria-current={named || undefined}
      className={clsx("flex flex-col gap-2 rounded-lg border border-line bg-surface p-4", named && NAMED)}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <span className="font-medium tabular-nums">{t("reader.segment", { number: segment.position })}</span>
        <Where heading={segment.heading} from={segment.page_from} to={segment.page_to} />
        <span>{t("characterCount", { count: segment.word_count })}</span>
        <span>{t("reader.hits", { count: segment.hit_count })}</span>
        {segment.edited && <Badge tone="info">{t("reader.edited")}</Badge>}
        {!segment.enabled && <Badge>{t("document.states.disabled")}</Badge>}
        {onSelect && <SegmentMenu segment={segment} onSelect={onSelect} />}
      </div>
      <p className="whitespace-pre-wrap wrap-anywhere">{segment.content}</p>
      {segment.answer && (
        <p className="border-l-2 border-line pl-3 whitespace-pre-wrap wrap-anywhere">{segment.answer}</p>
      )}
      {(nested || (segment.child_chunks ?? []).length > 0) && (
        <ChildChunks place={place} segment={segment} editable={nested && onSelect !== undefined} />
      )}
    </li>
  );
}

function SegmentMenu({ segment, onSelect }: { segment: Segment; onSelect: (verb: SegmentVerb) => void }) {
  const { t } = useTranslation("datasets");
  const trigger = (
    <IconButton
      size="small"
      className="ml-auto"
      label={t("reader.actions", { number: segment.position })}
      icon={<MoreHorizontal aria-hidden size={14} />}
    />
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => onSelect("edit")}>{t("reader.edit")}</MenuItem>
      <MenuItem onSelect={() => onSelect("switch")}>
        {t(segment.enabled ? "document.verbs.disable" : "document.verbs.enable")}
      </MenuItem>
      <MenuItem danger onSelect={() => onSelect("delete")}>
        {t("document.verbs.delete")}
      </MenuItem>
    </Menu>
  );
}
