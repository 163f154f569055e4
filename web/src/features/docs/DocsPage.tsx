import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { QueryView, useTitle } from "@/ui";
import { DocsHeader } from "./DocsHeader";
import { documentQuery, found } from "./document";
import { Introduction } from "./Introduction";
import { OperationView } from "./OperationView";
import { Sidebar } from "./Sidebar";
import type { Entered } from "./send";

const route = getRouteApi("/docs");

/** The API reference: the operations at the left, one of them or the introduction at the right. */
export function DocsPage() {
  const { t } = useTranslation("docs");
  const { api = "service", operation: id } = route.useSearch();
  const reference = useQuery(documentQuery(api));
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const [entered, setEntered] = useState<Entered>({ keys: {}, values: {} });
  useTitle(t("title"));
  const groups = reference.data?.groups;
  const shown = useMemo(() => found(groups ?? [], query), [groups, query]);
  const operation = groups?.flatMap((group) => group.operations).find((each) => each.operationId === id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is closed by choosing from it
  useEffect(() => {
    setOpen(false);
    window.scrollTo(0, 0);
  }, [api, id]);
  const search = (text: string) => {
    setQuery(text);
    setOpen(text !== "");
  };
  return (
    <div className="flex min-h-dvh flex-col">
      <DocsHeader api={api} query={query} onQuery={search} first={shown[0]?.operations[0]} />
      <div className="flex flex-1 flex-col md:flex-row">
        <Sidebar api={api} groups={shown} current={operation} query={query} open={open} onOpen={setOpen} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 sm:px-8">
          <QueryView query={reference}>
            {({ schemas, groups }) =>
              operation ? (
                <OperationView
                  key={operation.operationId}
                  operation={operation}
                  schemas={schemas}
                  entered={entered}
                  onEntered={setEntered}
                />
              ) : (
                <Introduction api={api} groups={groups} missing={id} />
              )
            }
          </QueryView>
        </main>
      </div>
    </div>
  );
}
