import { useTranslation } from "react-i18next";
import { Field, Input, Select } from "@/ui";
import type { AuthFields } from "./form";
import type { ApiDocument } from "./queries";

type Props = { auth: AuthFields; schemes: ApiDocument["auth_schemes"]; onChange: (auth: AuthFields) => void };

const TYPES = ["none", "header", "query", "basic"] as const;

/** How calls authenticate. What the document says of it fills in the name. */
export function AuthFieldset({ auth, schemes, onChange }: Props) {
  const { t } = useTranslation("tools");
  const { type } = auth;
  const choose = (chosen: AuthFields["type"]) => {
    const scheme = schemes.find((each) => each.type === chosen);
    onChange({
      ...auth,
      type: chosen,
      name: scheme?.name || (chosen === "header" ? "Authorization" : ""),
      kept: false,
    });
  };
  const isBearer = schemes.some((each) => each.type === "header" && each.name === auth.name && each.prefix);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <Field label={t("apis.authentication")}>
        <Select value={type} onChange={(event) => choose(event.target.value as AuthFields["type"])}>
          {TYPES.map((each) => (
            <option key={each} value={each}>
              {t(`apis.auth.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {(type === "header" || type === "query") && (
        <Field label={t("apis.authName")}>
          <Input
            className="font-mono"
            maxLength={100}
            spellCheck={false}
            value={auth.name}
            onChange={(event) => onChange({ ...auth, name: event.target.value })}
          />
        </Field>
      )}
      {type === "basic" && (
        <Field label={t("apis.username")}>
          <Input
            autoComplete="off"
            value={auth.username}
            onChange={(event) => onChange({ ...auth, username: event.target.value })}
          />
        </Field>
      )}
      {type !== "none" && (
        <Field label={t(type === "basic" ? "apis.password" : "apis.value")} hint={t("apis.secretHint")}>
          <Input
            type="password"
            autoComplete="new-password"
            maxLength={8000}
            placeholder={auth.kept ? t("kept") : isBearer ? "Bearer …" : ""}
            value={auth.secret}
            onChange={(event) => onChange({ ...auth, secret: event.target.value })}
          />
        </Field>
      )}
    </fieldset>
  );
}
