import { useTranslation } from "react-i18next";
import { Button, CopyButton, Dialog } from "@/ui";

/** The only time that they are to be seen. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const text = codes.join("\n");
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("twoStep.codes")}
      description={t("twoStep.codesWhy")}
      footer={
        <>
          <CopyButton text={text} label={t("twoStep.copyCodes")} />
          <Button look="primary" size="small" onClick={onClose}>
            {t("done")}
          </Button>
        </>
      }
    >
      <ul
        data-testid="recovery-codes"
        className="grid grid-cols-1 gap-x-4 gap-y-1 rounded-md border border-line bg-sunken p-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Dialog>
  );
}
