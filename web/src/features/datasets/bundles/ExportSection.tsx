import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { download } from "@/api";
import { Button, FormError, Section } from "@/ui";
import type { Dataset } from "../queries";

/** The whole knowledge base as a zip. */
export function ExportSection({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const take = useMutation({ mutationFn: () => download(`/console/api/datasets/${dataset.id}/export`) });
  return (
    <Section title={t("bundle.export")} description={t("bundle.exportWhat")}>
      <Button icon={<Download aria-hidden size={16} />} busy={take.isPending} onClick={() => take.mutate()}>
        {t("bundle.exportAction")}
      </Button>
      <FormError error={take.error} />
    </Section>
  );
}
