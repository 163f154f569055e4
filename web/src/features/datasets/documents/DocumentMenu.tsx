import { MoreHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton, Menu, MenuItem } from "@/ui";
import { type Document, type Verb, verbsOf } from "./states";

type Props = { document: Document; onSelect: (verb: Verb) => void };

export function DocumentMenu({ document, onSelect }: Props) {
  const { t } = useTranslation("datasets");
  const trigger = (
    <IconButton
      size="small"
      label={t("document.actions", { name: document.name })}
      icon={<MoreHorizontal aria-hidden size={14} />}
    />
  );
  return (
    <Menu trigger={trigger}>
      {verbsOf(document).map((verb) => (
        <MenuItem key={verb} danger={verb === "delete"} onSelect={() => onSelect(verb)}>
          {t(`document.verbs.${verb}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
