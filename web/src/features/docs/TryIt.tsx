import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Field, FormError, Input, submitting, Textarea } from "@/ui";
import { isByKey, type Operation, sentOf } from "./document";
import { BASE } from "./Introduction";
import { ReplyView } from "./ReplyView";
import { exampleOf, type Schemas } from "./schema";
import { type Entered, type Reply, requestOf, send, urlOf } from "./send";

type Props = { operation: Operation; schemas: Schemas; entered: Entered; onEntered: (entered: Entered) => void };

/** Sends the request from this page, for real. */
export function TryIt({ operation, schemas, entered, onEntered }: Props) {
  const { t } = useTranslation("docs");
  const sent = sentOf(operation);
  const scheme = Object.keys(operation.security?.[0] ?? {})[0];
  const byKey = isByKey(operation);
  const [body, setBody] = useState(() =>
    sent?.type === "json" ? JSON.stringify(exampleOf(sent.schema, schemas), null, 2) : "",
  );
  const [file, setFile] = useState<File | null>(null);
  const [reply, setReply] = useState<Reply | null>(null);
  const under = useRef<AbortController | null>(null);
  const work = useMutation({
    mutationFn: async () => {
      under.current = new AbortController();
      setReply(null);
      const filled = { key: scheme ? (entered.keys[scheme] ?? "") : "", values: entered.values, body, file };
      const init = { ...requestOf(operation, filled), signal: under.current.signal };
      await send(urlOf(operation, entered.values, BASE), init, setReply).catch((error) => {
        if (error.name !== "AbortError") throw error;
      });
    },
  });
  const set = (name: string, value: string) => onEntered({ ...entered, values: { ...entered.values, [name]: value } });
  const form = sent?.type === "form" ? Object.keys(sent.schema.properties ?? {}).filter((name) => name !== "file") : [];
  const required = sent?.schema.required ?? [];
  const fields = [
    ...operation.parameters.map(({ name, required }) => ({ name, required })),
    ...form.map((name) => ({ name, required: required.includes(name) })),
  ];
  return (
    <form onSubmit={submitting(() => work.mutate())} className="flex flex-col gap-3">
      {scheme && (
        <Field label={t(byKey ? "key" : "token")} hint={t(byKey ? "keyHint" : "tokenHint")}>
          <Input
            type="password"
            autoComplete="off"
            className="font-mono"
            required={byKey}
            value={entered.keys[scheme] ?? ""}
            onChange={(event) => onEntered({ ...entered, keys: { ...entered.keys, [scheme]: event.target.value } })}
          />
        </Field>
      )}
      {fields.map(({ name, required }) => (
        <Field key={name} label={name} hint={required ? undefined : t("optional")}>
          <Input
            className="font-mono"
            required={required}
            value={entered.values[name] ?? ""}
            onChange={(event) => set(name, event.target.value)}
          />
        </Field>
      ))}
      {sent?.type === "json" && (
        <Field label={t("body")}>
          <Textarea
            className="font-mono text-xs!"
            rows={Math.min(16, body.split("\n").length + 1)}
            spellCheck={false}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
        </Field>
      )}
      {sent && sent.type !== "json" && (
        <Field label={t("file")}>
          <Input type="file" className="py-1" required onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
        </Field>
      )}
      {operation.method !== "GET" && <p className="text-xs text-muted">{t("forReal")}</p>}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={work.isPending}>
          {t("send")}
        </Button>
        {work.isPending && <Button onClick={() => under.current?.abort()}>{t("stop")}</Button>}
      </div>
      <FormError error={work.error} />
      {reply && <ReplyView reply={reply} pending={work.isPending} />}
    </form>
  );
}
