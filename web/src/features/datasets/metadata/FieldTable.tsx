import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { ConfirmDialog, FormError, IconButton, Menu, MenuItem, Table, Td, Th } from "@/ui";
import { FieldDialog } from "./FieldDialog";
import { deleteField, type Field, useMetadataChange } from "./queries";

type Asked = { verb: "rename" | "delete"; field: Field };
type Props = { datasetId: string; fields: Field[] };

export function FieldTable({ datasetId, fields }: Props) {
  const { t, i18n } = useTranslation("datasets");
  const { can } = useMember();
  const [asked, setAsked] = useState<Asked | null>(null);
  const number = new Intl.NumberFormat(i18n.language);
  const close = () => setAsked(null);
  const head = (
    <>
      <Th>{t("name")}</Th>
      <Th>{t("metadata.type")}</Th>
      <Th number>{t("metadata.documents")}</Th>
      {can("curate") && <Th aria-label={t("actions")} />}
    </>
  );
  return (
    <>
      <Table label={t("tabs.metadata")} head={head}>
        {fields.map((field) => (
          <tr key={field.id}>
            <Td className="max-w-80 min-w-32 font-medium wrap-anywhere">{field.name}</Td>
            <Td>{t(`metadata.types.${field.type}` as never, { defaultValue: field.type })}</Td>
            <Td number>{number.format(field.count)}</Td>
            {can("curate") && (
              <Td className="text-right">
                <FieldMenu field={field} onSelect={(verb) => setAsked({ verb, field })} />
              </Td>
            )}
          </tr>
        ))}
      </Table>
      {asked?.verb === "rename" && <FieldDialog datasetId={datasetId} field={asked.field} onClose={close} />}
      {asked?.verb === "delete" && <DeleteField datasetId={datasetId} field={asked.field} onClose={close} />}
    </>
  );
}

function FieldMenu({ field, onSelect }: { field: Field; onSelect: (verb: Asked["verb"]) => void }) {
  const { t } = useTranslation("datasets");
  const trigger = (
    <IconButton
      size="small"
      label={t("document.actions", { name: field.name })}
      icon={<MoreHorizontal aria-hidden size={14} />}
    />
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => onSelect("rename")}>{t("metadata.rename")}</MenuItem>
      <MenuItem danger onSelect={() => onSelect("delete")}>
        {t("metadata.delete")}
      </MenuItem>
    </Menu>
  );
}

function DeleteField({ datasetId, field, onClose }: { datasetId: string; field: Field; onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const remove = useMetadataChange(datasetId, () => deleteField(datasetId, field.id), onClose);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("deleteTitle", { name: field.name })}
      description={t("metadata.deleteWhat", { count: field.count })}
      action={t("metadata.delete")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
