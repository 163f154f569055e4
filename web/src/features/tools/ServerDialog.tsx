import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, asApiError, call } from "@/api";
import { AllowHost } from "@/features/accounts/hosts/AllowHost";
import { Button, Dialog, Field, FormError, fieldTexts, Input, toasts } from "@/ui";
import { HeaderFields } from "./HeaderFields";
import { headerProblems, isMoved, rowsOf, sentHeaders } from "./headers";
import { MCP, type McpServer, mcpServersQuery } from "./queries";

type Props = { server: McpServer | null; onClose: () => void };

/** A server that is added, or one that is changed. Either way it has to answer before it is kept. */
export default function ServerDialog({ server, onClose }: Props) {
  const { t } = useTranslation("tools");
  const [name, setName] = useState(server?.name ?? "");
  const [url, setUrl] = useState(server?.server_url ?? "");
  const [rows, setRows] = useState(() => rowsOf(server?.headers ?? {}));
  const [tried, setTried] = useState(false);
  const save = useSave(server, onClose);
  const moved = server !== null && isMoved(server.server_url, url.trim());
  const problems = headerProblems(rows, moved);
  const isAddress = /^https?:\/\/\S+$/.test(url.trim());
  const submit = () => {
    setTried(true);
    save.reset();
    if (name.trim() === "" || !isAddress || problems.size > 0) return;
    save.mutate({ name: name.trim(), server_url: url.trim(), headers: sentHeaders(rows) });
  };
  const fields = fieldTexts(save.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={server ? t("edit", { name: server.name }) : t("add")}
      description={t("tried")}
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
      <Field
        label={t("name")}
        hint={t("nameHint")}
        error={tried && name.trim() === "" ? t("nameMissing") : fields.name}
      >
        <Input autoFocus maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={t("url")} hint={t("urlHint")} error={tried && !isAddress ? t("urlWrong") : fields.server_url}>
        <Input
          type="url"
          className="font-mono"
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          placeholder="https://mcp.example.com/mcp"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <HeaderFields rows={rows} problems={tried || moved ? problems : new Map()} onChange={setRows} />
      <FormError error={save.error && !fields.name && !fields.server_url ? save.error : null} />
      <AllowHost details={save.error ? asApiError(save.error).details : null} onAllowed={submit} />
    </Dialog>
  );
}

type Sent = { name: string; server_url: string; headers: Record<string, string> };

function useSave(server: McpServer | null, onClose: () => void) {
  const { t } = useTranslation("tools");
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Sent) =>
      server
        ? call(api.PUT(`${MCP}/{server_id}`, { params: { path: { server_id: server.id } }, body }))
        : call(api.POST(MCP, { body })),
    onSuccess: ({ name, tools }) => {
      onClose();
      toasts.show({ kind: "success", title: t("saved", { name, count: tools.length }) });
      return queries.invalidateQueries(mcpServersQuery);
    },
  });
}
