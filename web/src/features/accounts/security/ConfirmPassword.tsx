import { useTranslation } from "react-i18next";
import { Field, Input } from "@/ui";
import { useMember } from "../queries";

type Props = { value: string; onChange: (value: string) => void; error?: string; autoFocus?: boolean };

/** The current password, where the account has one: what is changed below it changes who can sign in. */
export function ConfirmPassword({ value, onChange, error, autoFocus }: Props) {
  const { t } = useTranslation("accounts");
  const { profile } = useMember();
  if (!profile.is_password_set) return null;
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" value={profile.email} readOnly />
      <Field label={t("settings.currentPassword")} error={error}>
        <Input
          type="password"
          autoComplete="current-password"
          required
          autoFocus={autoFocus}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </>
  );
}
