import { useTranslation } from "react-i18next";
import { Button, CopyButton, Dialog } from "@/ui";

/** The only time that a key or a token is to be seen in full. */
export function NewKeyDialog({ token, title, onClose }: { token: string; title: string; onClose: () => void }) {
  const { t } = useTranslation("keys");
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t("newWhy")}
      footer={
        <>
          <CopyButton text={token} label={t("copy")} />
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
