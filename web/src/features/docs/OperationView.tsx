import { useTranslation } from "react-i18next";
import { Badge, CopyButton } from "@/ui";
import { type Operation, sentOf, successOf } from "./document";
import { Errors } from "./Errors";
import { Examples } from "./Examples";
import { FieldTree } from "./FieldTree";
import { Method } from "./Method";
import { fieldsOf, type Schemas, typeOf } from "./schema";
import type { Entered } from "./send";
import { Text } from "./Text";
import { TryIt } from "./TryIt";

type Props = { operation: Operation; schemas: Schemas; entered: Entered; onEntered: (entered: Entered) => void };

const SENT_AS = { json: "application/json", form: "multipart/form-data", bytes: "application/octet-stream" };

/** One operation: what it takes and returns at the left, how to call it at the right. */
export function OperationView({ operation, schemas, entered, onEntered }: Props) {
  const { t } = useTranslation("docs");
  const sent = sentOf(operation);
  const { status, schema } = successOf(operation);
  const scheme = Object.keys(operation.security?.[0] ?? {})[0];
  // Of keys and tokens.
  const scope = operation.security?.flatMap((way) => Object.values(way).flat())[0];
  const parameters = operation.parameters.map((parameter) => ({
    ...fieldsOf({ properties: { [parameter.name]: parameter.schema } }, schemas)[0]!,
    required: parameter.required,
    place: t(parameter.in === "path" ? "inPath" : "inQuery"),
  }));
  return (
    <article className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_27rem] 2xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        <header className="flex flex-col gap-2">
          <h1 className="text-xl font-semibold wrap-anywhere">
            <Text text={operation.summary.replace(/\.$/, "")} />
          </h1>
          <div className="flex items-center gap-2">
            <Method method={operation.method} wide />
            <code className="min-w-0 font-mono text-sm wrap-anywhere">{operation.path}</code>
            <CopyButton text={operation.path} />
          </div>
          <div className="flex flex-wrap gap-1">
            <Badge>{t(scheme === "appKey" ? "needs.key" : scheme ? "needs.token" : "needs.nothing")}</Badge>
            {scope && <Badge>{t("needs.scope", { scope })}</Badge>}
          </div>
          {operation.description && (
            <p className="max-w-3xl wrap-anywhere">
              <Text text={operation.description} />
            </p>
          )}
        </header>
        {parameters.length > 0 && (
          <Part title={t("parameters")}>
            <FieldTree fields={parameters} />
          </Part>
        )}
        {sent && (
          <Part title={t("request")} hint={SENT_AS[sent.type]}>
            <FieldTree fields={fieldsOf(sent.schema, schemas)} whole={typeOf(sent.schema, schemas)} />
          </Part>
        )}
        <Part title={t("reply")} hint={status}>
          {schema ? (
            <FieldTree fields={fieldsOf(schema, schemas)} whole={typeOf(schema, schemas)} reply />
          ) : (
            <p className="text-muted">{t(status === "204" ? "noBody" : "notJson")}</p>
          )}
        </Part>
        <Part title={t("errors")}>
          <Errors operation={operation} />
        </Part>
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Part title={t("examples")}>
          <Examples operation={operation} schemas={schemas} />
        </Part>
        <Part title={t("try")}>
          <TryIt operation={operation} schemas={schemas} entered={entered} onEntered={onEntered} />
        </Part>
      </div>
    </article>
  );
}

function Part({ title, hint, children }: { title: string; hint?: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 flex items-baseline gap-2 border-b border-line pb-1 font-semibold">
        {title}
        {hint && <code className="font-mono text-xs font-normal text-muted">{hint}</code>}
      </h2>
      {children}
    </section>
  );
}
