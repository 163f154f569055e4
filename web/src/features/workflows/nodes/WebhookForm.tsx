import { useTranslation } from "react-i18next";
import { Field, Input, Select, Textarea } from "@/ui";
import { FoldedPart, Part } from "../fields/Part";
import { textOf } from "../kinds/reading";
import { Addresses } from "../webhooks/Addresses";
import { FieldList, type FieldPart } from "../webhooks/FieldList";
import { SignatureFields } from "../webhooks/SignatureFields";
import type { NodeFormProps } from "./props";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const CONTENT_TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
  "application/octet-stream",
];
const PARTS: FieldPart[] = ["params", "headers", "body"];

/** What requests must be like, what they are answered, and where they go. */
export default function WebhookForm({ appId, node, data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const secrets = variables
    .filter(({ selector, type }) => selector[0] === "env" && type === "secret")
    .map(({ selector }) => selector[1] ?? "");
  const method = (textOf(data.method) || "POST").toUpperCase();
  return (
    <>
      <Part title={t("webhook.addresses")}>
        <Addresses appId={appId} nodeId={node.id} />
      </Part>
      <Part title={t("webhook.request")}>
        <Choice label={t("webhook.method")} value={method} all={METHODS} field="method" {...{ change, readOnly }} />
        <Choice
          label={t("webhook.contentType")}
          value={textOf(data.content_type) || "application/json"}
          all={CONTENT_TYPES}
          field="content_type"
          {...{ change, readOnly }}
        />
      </Part>
      {PARTS.map((part) => (
        <FieldList
          key={part}
          part={part}
          value={data[part]}
          readOnly={readOnly}
          onChange={(rows) => change({ [part]: rows })}
        />
      ))}
      <FoldedPart title={t("webhook.signature")} open={false}>
        <SignatureFields
          value={data.signature}
          secrets={secrets}
          readOnly={readOnly}
          onChange={(signature) => change({ signature })}
        />
      </FoldedPart>
      <FoldedPart title={t("webhook.response")}>
        <Field label={t("webhook.statusCode")}>
          <Input
            type="number"
            min={200}
            max={599}
            value={String(data.status_code ?? 200)}
            disabled={readOnly}
            onChange={({ target }) => change({ status_code: target.value === "" ? "" : Number(target.value) })}
          />
        </Field>
        <Field label={t("webhook.responseBody")} hint={t("webhook.responseBodyHint")}>
          <Textarea
            className="font-mono text-xs!"
            value={textOf(data.response_body)}
            disabled={readOnly}
            onChange={(event) => change({ response_body: event.target.value })}
          />
        </Field>
      </FoldedPart>
    </>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  all: string[];
  field: string;
  change: NodeFormProps["change"];
  readOnly: boolean;
};

function Choice({ label, value, all, field, change, readOnly }: ChoiceProps) {
  return (
    <Field label={label}>
      <Select value={value} disabled={readOnly} onChange={(event) => change({ [field]: event.target.value })}>
        {!all.includes(value) && <option>{value}</option>}
        {all.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </Select>
    </Field>
  );
}
