import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { IconButton, Menu, MenuItem, Table, Td, Th } from "@/ui";
import { DeleteSource } from "./DeleteSource";
import { EditDialog } from "./EditDialog";
import { HistoryDialog } from "./HistoryDialog";
import type { Source } from "./queries";
import { State } from "./State";
import { SyncDialog } from "./SyncDialog";

type Verb = "sync" | "edit" | "history" | "delete";
type Props = { datasetId: string; sources: Source[] };

export function SourceTable({ datasetId, sources }: Props) {
  const { t, i18n } = useTranslation("datasets");
  const { can } = useMember();
  const [chosen, setChosen] = useState<{ source: Source; verb: Verb } | null>(null);
  const number = new Intl.NumberFormat(i18n.language);
  const head = (
    <>
      <Th>{t("name")}</Th>
      <Th>{t("sources.kind")}</Th>
      <Th>{t("sources.lastSync")}</Th>
      <Th number>{t("documents")}</Th>
      <Th>{t("document.folder")}</Th>
      <Th aria-label={t("actions")} />
    </>
  );
  const close = () => setChosen(null);
  return (
    <>
      <Table label={t("tabs.sources")} head={head}>
        {sources.map((source) => (
          <tr key={source.id}>
            <Td className="max-w-80 min-w-40 wrap-anywhere">
              <span className="font-medium">{source.name}</span>
              <p className="text-xs text-muted">
                <Place source={source} />
              </p>
            </Td>
            <Td className="min-w-28">{t(`sources.kinds.${source.kind}`)}</Td>
            <Td className="max-w-80 min-w-40">
              <State sync={source.last_sync} />
            </Td>
            <Td number>{number.format(source.document_count)}</Td>
            <Td className="max-w-60 wrap-anywhere text-muted">{source.folder || "–"}</Td>
            <Td className="text-right">
              <SourceMenu source={source} curates={can("curate")} onSelect={(verb) => setChosen({ source, verb })} />
            </Td>
          </tr>
        ))}
      </Table>
      {chosen?.verb === "sync" && <SyncDialog datasetId={datasetId} source={chosen.source} onClose={close} />}
      {chosen?.verb === "edit" && <EditDialog datasetId={datasetId} source={chosen.source} onClose={close} />}
      {chosen?.verb === "history" && <HistoryDialog datasetId={datasetId} source={chosen.source} onClose={close} />}
      {chosen?.verb === "delete" && <DeleteSource datasetId={datasetId} source={chosen.source} onClose={close} />}
    </>
  );
}

/** Which part of what. */
function Place({ source }: { source: Source }) {
  const { t } = useTranslation("datasets");
  if (source.kind === "url_list") return t("sources.urlCount", { count: source.urls.length });
  if (source.kind !== "asset_tree") return null;
  const tree = t(`sources.trees.${source.tree}`);
  const path = source.path ? ` › ${source.path}` : "";
  const manual = source.auto_sync ? "" : ` · ${t("sources.manual")}`;
  return `${source.app_name ?? t("sources.appDeleted")} › ${tree}${path}${manual}`;
}

function SourceMenu(props: { source: Source; curates: boolean; onSelect: (verb: Verb) => void }) {
  const { source, curates, onSelect } = props;
  const { t } = useTranslation("datasets");
  const trigger = (
    <IconButton
      size="small"
      label={t("document.actions", { name: source.name })}
      icon={<MoreHorizontal aria-hidden size={14} />}
    />
  );
  return (
    <Menu trigger={trigger}>
      {curates && source.kind !== "push" && (
        <MenuItem onSelect={() => onSelect("sync")}>
          {t(source.kind === "archive" ? "sources.nextZip" : "sources.syncNow")}
        </MenuItem>
      )}
      {curates && <MenuItem onSelect={() => onSelect("edit")}>{t("sources.edit")}</MenuItem>}
      <MenuItem onSelect={() => onSelect("history")}>{t("sources.history")}</MenuItem>
      {curates && (
        <MenuItem danger onSelect={() => onSelect("delete")}>
          {t("sources.delete")}
        </MenuItem>
      )}
    </Menu>
  );
}
