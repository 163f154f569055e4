import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Section } from "@/ui";
import { DeleteAccountDialog } from "./DeleteAccountDialog";

export function DeleteAccountSection() {
  const { t } = useTranslation("accounts");
  const [open, setOpen] = useState(false);
  return (
    <Section title={t("closing.title")} description={t("closing.why")}>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t("closing.action")}
      </Button>
      {open && <DeleteAccountDialog onClose={() => setOpen(false)} />}
    </Section>
  );
}
