import { useTranslation } from "react-i18next";
import { Button, CopyButton, Dialog } from "@/ui";

/** The only time that a key is to be seen in full. */
export function NewKeyDialog({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation("apps");
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.new")}
      description={t("keys.newWhy")}
      footer={
        <>
          <CopyButton text={token} label={t("keys.copy")} />
          <Button look="primary" size="small" onClick={onClose}>
            {t("done")}
          </Button>
        </>
      }
    >
      <code className="rounded-md border border-line bg-sunken p-3 font-mono text-sm break-all" data-testid="new-key">
        {token}
      </code>
    </Dialog>
  );
}
