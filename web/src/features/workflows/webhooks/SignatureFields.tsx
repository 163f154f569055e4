import { useTranslation } from "react-i18next";
import { Field, Select } from "@/ui";
import { rowOf, textOf } from "../kinds/reading";

/** As their senders are called, in any language. */
const FORMS = { github: "GitHub", stripe: "Stripe", slack: "Slack" };

type Props = { value: unknown; secrets: string[]; onChange: (signature: unknown) => void; readOnly: boolean };

/** How the sender signs, and which secret variable of the environment it signs with. */
export function SignatureFields({ value, secrets, onChange, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const signature = rowOf(value);
  const form = textOf(signature.form);
  const secret = textOf(signature.secret);
  return (
    <>
      <Field label={t("webhook.signature")} hint={t("webhook.signatureHint")}>
        <Select
          value={form}
          disabled={readOnly}
          onChange={(event) => onChange({ ...signature, form: event.target.value })}
        >
          <option value="">{t("webhook.unsigned")}</option>
          {form && !(form in FORMS) && <option>{form}</option>}
          {Object.entries(FORMS).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      {form && (
        <Field label={t("webhook.secret")} hint={t("webhook.secretHint")}>
          <Select
            value={secret}
            disabled={readOnly}
            onChange={(event) => onChange({ ...signature, secret: event.target.value })}
          >
            <option value="">{t("webhook.noSecret")}</option>
            {secret && !secrets.includes(secret) && <option>{secret}</option>}
            {secrets.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      )}
    </>
  );
}
