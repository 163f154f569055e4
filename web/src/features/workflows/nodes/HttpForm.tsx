import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select } from "@/ui";
import { FieldBox } from "../fields/FieldBox";
import { HttpBody } from "../fields/HttpBody";
import { PairRows } from "../fields/PairRows";
import { FoldedPart, Part } from "../fields/Part";
import { TemplateEditor } from "../fields/TemplateEditor";
import { rowOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** A request to a server. */
export default function HttpForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const method = (textOf(data.method) || "get").toUpperCase();
  const common = { variables, readOnly };
  return (
    <>
      <Field label={t("forms.http.method")} className="max-w-40">
        <Select
          disabled={readOnly}
          value={method}
          onChange={(event) => change({ method: event.target.value.toLowerCase() })}
        >
          {!METHODS.includes(method) && <option>{method}</option>}
          {METHODS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      </Field>
      <FieldBox label="URL">
        {(ids) => (
          <TemplateEditor
            {...ids}
            {...common}
            placeholder="https://"
            value={textOf(data.url)}
            onChange={(url) => change({ url })}
          />
        )}
      </FieldBox>
      <Authorization {...{ data, change, variables, readOnly }} />
      <Part title={t("forms.http.headers")}>
        <PairRows
          {...common}
          label={t("forms.http.headers")}
          add={t("forms.http.addHeader")}
          value={data.headers}
          onChange={(headers) => change({ headers })}
        />
      </Part>
      <Part title={t("forms.http.params")}>
        <PairRows
          {...common}
          label={t("forms.http.params")}
          add={t("forms.http.addParam")}
          value={data.params}
          onChange={(params) => change({ params })}
        />
      </Part>
      <HttpBody {...common} value={data.body} onChange={(body) => change({ body })} />
      <FoldedPart title={t("forms.more")}>
        <Timeouts {...{ data, change, readOnly }} />
        <Checkbox
          label={t("forms.http.verify")}
          checked={data.ssl_verify !== false}
          disabled={readOnly}
          onChange={(event) => change({ ssl_verify: event.target.checked })}
        />
        <Checkbox
          label={t("forms.http.key", { name: "Idempotency-Key" })}
          checked={data.idempotency_key !== false}
          disabled={readOnly}
          onChange={(event) => change({ idempotency_key: event.target.checked })}
        />
      </FoldedPart>
    </>
  );
}

type PartProps = Pick<NodeFormProps, "data" | "change" | "variables" | "readOnly">;
const KEYS = ["bearer", "basic", "custom"] as const;

function Authorization({ data, change, variables, readOnly }: PartProps) {
  const { t } = useTranslation("workflows");
  const authorization = rowOf(data.authorization);
  const config = rowOf(authorization.config);
  const type = authorization.type === "api-key" ? (KEYS.find((each) => each === config.type) ?? "bearer") : "";
  const set = (patch: Record<string, unknown>) =>
    change({
      authorization: { ...authorization, type: "api-key", config: { api_key: "", header: "", ...config, ...patch } },
    });
  return (
    <>
      <Field label={t("forms.http.auth")}>
        <Select
          disabled={readOnly}
          value={type}
          onChange={(event) =>
            event.target.value
              ? set({ type: event.target.value })
              : change({ authorization: { ...authorization, type: "no-auth", config: null } })
          }
        >
          <option value="">{t("forms.http.noAuth")}</option>
          {KEYS.map((each) => (
            <option key={each} value={each}>
              {t(`forms.http.auths.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {type === "custom" && (
        <Field label={t("forms.http.header")}>
          <Input
            placeholder="X-API-Key"
            readOnly={readOnly}
            value={textOf(config.header)}
            onChange={(event) => set({ header: event.target.value })}
          />
        </Field>
      )}
      {type && (
        <FieldBox label={t(type === "basic" ? "forms.http.basic" : "forms.http.apiKey")} hint={t("forms.http.keyHint")}>
          {(ids) => (
            <TemplateEditor
              {...ids}
              value={textOf(config.api_key)}
              variables={variables}
              readOnly={readOnly}
              onChange={(key) => set({ api_key: key })}
            />
          )}
        </FieldBox>
      )}
    </>
  );
}

function Timeouts({ data, change, readOnly }: Pick<PartProps, "data" | "change" | "readOnly">) {
  const { t } = useTranslation("workflows");
  const timeout = rowOf(data.timeout);
  return (
    <div className="grid grid-cols-3 gap-3">
      {(["connect", "read", "write"] as const).map((each) => (
        <Field key={each} label={t(`forms.http.timeouts.${each}`)}>
          <Input
            type="number"
            min={1}
            disabled={readOnly}
            placeholder={t("forms.http.usual")}
            value={Number(timeout[each]) > 0 ? Number(timeout[each]) : ""}
            onChange={(event) =>
              change({ timeout: { ...timeout, [each]: event.target.value ? Number(event.target.value) : null } })
            }
          />
        </Field>
      ))}
    </div>
  );
}
