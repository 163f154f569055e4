import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Dialog, Field, FormError, Input, Textarea, toasts } from "@/ui";
import { AuthFieldset } from "./AuthFieldset";
import { authFields, sentAuth, sourceOf } from "./form";
import { OperationsChoice } from "./OperationsChoice";
import { APIS, type ApiDocument, type ApiTools, apiToolsQuery, documentQuery } from "./queries";

type Props = { tools: ApiTools | null; onClose: () => void };

/** A document is read first; then its server, credentials and operations are chosen. */
export default function ApiDialog({ tools, onClose }: Props) {
  const { t } = useTranslation("tools");
  const [source, setSource] = useState("");
  const stored = useQuery({ ...documentQuery(tools?.id ?? ""), enabled: tools !== null });
  const read = useMutation({ mutationFn: () => call(api.POST(`${APIS}/preview`, { body: sourceOf(source) })) });
  const document = tools ? stored.data : read.data;
  if (document) return <Choice tools={tools} document={document} source={source} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={tools ? t("edit", { name: tools.name }) : t("apis.add")}
      description={t("apis.addWhat")}
      onSubmit={() => source.trim() && read.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={read.isPending || stored.isLoading}>
            {t("apis.next")}
          </Button>
        </>
      }
    >
      {!tools && (
        <Field label={t("apis.source")} hint={t("apis.sourceHint")}>
          <Textarea
            autoFocus
            rows={8}
            className="font-mono text-xs!"
            spellCheck={false}
            placeholder="https://api.example.com/openapi.json"
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
        </Field>
      )}
      <FormError error={read.error ?? stored.error} />
    </Dialog>
  );
}

type ChoiceProps = Props & { document: ApiDocument; source: string };

function Choice({ tools, document, source, onClose }: ChoiceProps) {
  const { t } = useTranslation("tools");
  const [name, setName] = useState(tools?.name ?? document.title.trim().slice(0, 40));
  const [server, setServer] = useState(tools?.server_url ?? document.servers[0]?.url ?? "");
  const [auth, setAuth] = useState(() => authFields(tools?.auth ?? null));
  const [chosen, setChosen] = useState<string[]>(tools?.tools.map((tool) => tool.name) ?? []);
  const [tried, setTried] = useState(false);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), server_url: server.trim(), auth: sentAuth(auth), operations: chosen };
      return tools
        ? call(api.PUT(`${APIS}/{api_id}`, { params: { path: { api_id: tools.id } }, body }))
        : call(api.POST(APIS, { body: { ...body, ...sourceOf(source) } }));
    },
    onSuccess: (saved) => {
      onClose();
      toasts.show({ kind: "success", title: t("saved", { name: saved.name, count: saved.tools.length }) });
      return queries.invalidateQueries(apiToolsQuery);
    },
  });
  const isServer = /^https?:\/\/\S+$/.test(server.trim());
  const submit = () => {
    setTried(true);
    if (name.trim() !== "" && isServer && chosen.length > 0) save.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={tools ? t("edit", { name: tools.name }) : t("apis.add")}
      description={t("apis.choose")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} hint={t("nameHint")} error={tried && name.trim() === "" ? t("nameMissing") : undefined}>
        <Input maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field
        label={t("apis.server")}
        hint={t("apis.serverHint")}
        error={tried && !isServer ? t("urlWrong") : undefined}
      >
        <Input
          type="url"
          className="font-mono"
          maxLength={2000}
          spellCheck={false}
          list="api-servers"
          value={server}
          onChange={(event) => setServer(event.target.value)}
        />
      </Field>
      <datalist id="api-servers">
        {document.servers.map(({ url }) => (
          <option key={url} value={url} />
        ))}
      </datalist>
      <AuthFieldset auth={auth} schemes={document.auth_schemes} onChange={setAuth} />
      <OperationsChoice document={document} chosen={chosen} onChange={setChosen} />
      {tried && chosen.length === 0 && <p className="text-xs text-danger-ink">{t("apis.noneChosen")}</p>}
      <FormError error={save.error} />
    </Dialog>
  );
}
