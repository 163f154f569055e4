import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { API_URL } from "@/api";
import { Button, Section } from "@/ui";
import type { Dataset } from "../queries";

/** The whole knowledge base as a zip. */
export function ExportSection({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const download = () => {
    const link = document.createElement("a");
    link.href = `${API_URL}/console/api/datasets/${dataset.id}/export`;
    link.download = "";
    link.click();
  };
  return (
    <Section title={t("bundle.export")} description={t("bundle.exportWhat")}>
      <Button icon={<Download aria-hidden size={16} />} onClick={download}>
        {t("bundle.exportAction")}
      </Button>
    </Section>
  );
}
