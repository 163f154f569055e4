import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { ChevronRight, Folder as FolderIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "@/ui";
import { type Folder, leadsTo, treeOf } from "./tree";

type Listed = { path: string; document_count: number }[];
type Props = { datasetId: string; folders: Listed; folder: string | undefined; onChange: (folder: string) => void };

/** The folders that documents are in: a tree, or where the screen is narrow a choice. */
export function FolderPane({ datasetId, folders, folder, onChange }: Props) {
  const { t } = useTranslation("datasets");
  const count = folders.reduce((sum, each) => sum + each.document_count, 0);
  return (
    <>
      <Select
        aria-label={t("document.folder")}
        className="lg:hidden"
        value={folder ?? ""}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t("document.allFolders")}</option>
        {folders
          .filter(({ path }) => path !== "")
          .map(({ path }) => (
            <option key={path}>{path}</option>
          ))}
      </Select>
      <nav aria-label={t("document.folders")} className="hidden max-h-[70vh] overflow-y-auto lg:block">
        <ul className="flex flex-col gap-0.5">
          <li>
            <FolderLink datasetId={datasetId} name={t("document.allFolders")} count={count} />
          </li>
          {treeOf(folders).map((each) => (
            <Branch key={each.path} datasetId={datasetId} folder={each} named={folder} />
          ))}
        </ul>
      </nav>
    </>
  );
}

type BranchProps = { datasetId: string; folder: Folder; named: string | undefined };

function Branch({ datasetId, folder, named }: BranchProps) {
  const { t } = useTranslation("datasets");
  const [open, setOpen] = useState(leadsTo(folder.path, named));
  return (
    <li>
      <div className="flex items-center">
        {folder.folders.length > 0 ? (
          <button
            type="button"
            aria-expanded={open}
            aria-label={t("document.open", { name: folder.name })}
            className="shrink-0 rounded p-1 text-muted hover:bg-hover"
            onClick={() => setOpen(!open)}
          >
            <ChevronRight aria-hidden size={12} className={clsx("transition-transform", open && "rotate-90")} />
          </button>
        ) : (
          <span className="w-5 shrink-0" />
        )}
        <FolderLink datasetId={datasetId} folder={folder.path} name={folder.name} count={folder.count} />
      </div>
      {open && (
        <ul className="flex flex-col gap-0.5 pl-4">
          {folder.folders.map((each) => (
            <Branch key={each.path} datasetId={datasetId} folder={each} named={named} />
          ))}
        </ul>
      )}
    </li>
  );
}

type LinkProps = { datasetId: string; folder?: string; name: string; count: number };

function FolderLink({ datasetId, folder, name, count }: LinkProps) {
  const { i18n } = useTranslation();
  return (
    <Link
      to="/datasets/$datasetId"
      params={{ datasetId }}
      search={({ folder: _, ...kept }) => (folder ? { ...kept, folder } : kept)}
      activeOptions={{ exact: true }}
      activeProps={{ className: "bg-line font-medium", "aria-current": "page" }}
      className="flex min-w-0 flex-1 items-center gap-1.5 rounded px-1.5 py-1 hover:bg-hover"
    >
      <FolderIcon aria-hidden size={14} className="shrink-0 text-muted" />
      <span className="truncate" title={name}>
        {name}
      </span>
      <span className="ml-auto text-xs text-muted tabular-nums">{count.toLocaleString(i18n.language)}</span>
    </Link>
  );
}
