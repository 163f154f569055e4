import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { type AllowedHost, HOSTS, hostAndPort, hostsQuery } from "@/features/accounts/hosts/queries";
import { Button, ErrorState, FormError, Input, SkeletonRows, Table, Td, Th } from "@/ui";

/** The hosts of private networks that providers and MCP servers may be at. */
export function AllowedHosts() {
  const { t } = useTranslation("operations");
  const hosts = useQuery(hostsQuery);
  const changes = useChanges();
  if (hosts.isPending) return <SkeletonRows rows={2} />;
  if (hosts.isError) return <ErrorState error={hosts.error} onRetry={() => hosts.refetch()} />;
  const { data, settings } = hosts.data;
  return (
    <section className="flex flex-col gap-3">
      <div>
        <h2 className="font-semibold">{t("hosts.title")}</h2>
        <p className="text-sm text-muted">{t("hosts.what")}</p>
      </div>
      {data.length > 0 && (
        <Table
          label={t("hosts.title")}
          head={
            <>
              <Th>{t("hosts.host")}</Th>
              <Th>{t("hosts.actions")}</Th>
            </>
          }
        >
          {data.map((host) => (
            <tr key={hostAndPort(host)}>
              <Td className="font-mono text-xs">{hostAndPort(host)}</Td>
              <Td>
                <Button
                  aria-label={t("hosts.removeOne", { host: hostAndPort(host) })}
                  busy={changes.remove.isPending && changes.remove.variables === host}
                  onClick={() => changes.remove.mutate(host)}
                >
                  {t("hosts.remove")}
                </Button>
              </Td>
            </tr>
          ))}
        </Table>
      )}
      {settings.length > 0 && (
        <p className="text-sm text-muted">{t("hosts.settings", { hosts: settings.join(", ") })}</p>
      )}
      <AddHost allow={changes.allow} />
      <FormError error={changes.allow.error ?? changes.remove.error} />
    </section>
  );
}

function AddHost({ allow }: { allow: ReturnType<typeof useChanges>["allow"] }) {
  const { t } = useTranslation("operations");
  const [text, setText] = useState("");
  const given = text.trim().match(/^\[?(.+?)\]?:(\d{1,5})$/);
  return (
    <form
      className="flex max-w-md gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (given?.[1]) allow.mutate({ host: given[1], port: Number(given[2]) }, { onSuccess: () => setText("") });
      }}
    >
      <Input
        aria-label={t("hosts.add")}
        className="font-mono"
        placeholder="localhost:11434"
        maxLength={262}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" busy={allow.isPending} disabled={!given}>
        {t("hosts.addButton")}
      </Button>
    </form>
  );
}

function useChanges() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries(hostsQuery);
  const allow = useMutation({
    mutationFn: (body: { host: string; port: number }) => call(api.POST(HOSTS, { body })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: ({ host, port }: AllowedHost) => call(api.DELETE(HOSTS, { params: { query: { host, port } } })),
    onSuccess,
  });
  return { allow, remove };
}
