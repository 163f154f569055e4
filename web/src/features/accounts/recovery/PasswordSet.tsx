import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import { Entrance } from "@/ui/Entrance";

export function PasswordSet({ onContinue }: { onContinue: () => void }) {
  const { t } = useTranslation("accounts");
  return (
    <Entrance title={t("recovery.set")} description={t("recovery.setWhat")}>
      <Button look="primary" autoFocus onClick={onContinue}>
        {t("signIn.action")}
      </Button>
    </Entrance>
  );
}
