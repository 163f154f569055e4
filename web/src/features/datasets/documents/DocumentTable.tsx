import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Table, Td, Th } from "@/ui";
import { DeleteDocuments, MoveDocuments } from "./Dialogs";
import { DocumentMenu } from "./DocumentMenu";
import { DocumentName } from "./DocumentName";
import { SelectionBar } from "./SelectionBar";
import { Status } from "./Status";
import type { Document, Verb } from "./states";
import { useDocumentActions } from "./useDocumentActions";

type Props = { datasetId: string; documents: Document[] };
type Asked = { verb: "delete" | "move"; documents: Document[] };

export function DocumentTable({ datasetId, documents }: Props) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const change = useDocumentActions(datasetId);
  // What is no longer in the list is not chosen either.
  const selected = documents.filter(({ id }) => chosen.has(id));
  const select = (verb: Verb, of: Document[]) =>
    verb === "delete" || verb === "move"
      ? setAsked({ verb, documents: of })
      : change.mutate({ documents: of, verb }, { onSuccess: () => setChosen(new Set()) });
  const close = () => {
    setAsked(null);
    setChosen(new Set());
  };
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const every = selected.length === documents.length;
  const head = (
    <>
      {can("curate") && (
        <Th className="w-8">
          <input
            type="checkbox"
            aria-label={t("document.selectAll")}
            className="size-4 align-middle accent-accent"
            checked={every}
            ref={(box) => {
              if (box) box.indeterminate = !every && selected.length > 0;
            }}
            onChange={() => setChosen(new Set(every ? [] : documents.map(({ id }) => id)))}
          />
        </Th>
      )}
      <Th>{t("name")}</Th>
      <Th>{t("document.status")}</Th>
      <Th number>{t("document.segments")}</Th>
      <Th number>{t("characters")}</Th>
      <Th number className="hidden 2xl:table-cell">
        {t("document.hits")}
      </Th>
      <Th>{t("document.folder")}</Th>
      {can("curate") && <Th aria-label={t("actions")} />}
    </>
  );
  return (
    <>
      {selected.length > 0 && (
        <SelectionBar
          documents={selected}
          busy={change.isPending}
          onSelect={select}
          onClear={() => setChosen(new Set())}
        />
      )}
      <Table label={t("documents")} head={head}>
        {documents.map((document) => (
          <Row
            key={document.id}
            datasetId={datasetId}
            document={document}
            chosen={chosen.has(document.id)}
            onChoose={(on) => toggle(document.id, on)}
            onSelect={(verb) => select(verb, [document])}
          />
        ))}
      </Table>
      {asked?.verb === "delete" && (
        <DeleteDocuments datasetId={datasetId} documents={asked.documents} onClose={close} />
      )}
      {asked?.verb === "move" && <MoveDocuments datasetId={datasetId} documents={asked.documents} onClose={close} />}
    </>
  );
}

type RowProps = {
  datasetId: string;
  document: Document;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onSelect: (verb: Verb) => void;
};

function Row({ datasetId, document, chosen, onChoose, onSelect }: RowProps) {
  const { t, i18n } = useTranslation("datasets");
  const { can } = useMember();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <tr className={chosen ? "bg-hover" : undefined}>
      {can("curate") && (
        <Td>
          <input
            type="checkbox"
            aria-label={t("document.select", { name: document.name })}
            className="size-4 align-middle accent-accent"
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        </Td>
      )}
      <Td className="max-w-80 min-w-40 wrap-anywhere">
        <DocumentName datasetId={datasetId} document={document} />
      </Td>
      <Td className="max-w-80 min-w-32">
        <Status document={document} />
      </Td>
      <Td number>{number.format(document.segment_count)}</Td>
      <Td number>{number.format(document.word_count)}</Td>
      <Td number className="hidden 2xl:table-cell">
        {number.format(document.hit_count)}
      </Td>
      <Td className="max-w-60 min-w-36 truncate text-muted" title={document.folder}>
        {document.folder || "–"}
      </Td>
      {can("curate") && (
        <Td className="text-right">
          <DocumentMenu document={document} onSelect={onSelect} />
        </Td>
      )}
    </tr>
  );
}
