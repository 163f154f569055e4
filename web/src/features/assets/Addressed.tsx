import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { type ExplorerStore, useExplorer } from "./explorer/store";
import type { AssetsSearch } from "./search";

/** Keeps the address, and the file that is open and what is searched, equal: whichever changes, the other follows. */
export function Addressed() {
  useSought();
  const store = useExplorer();
  const navigate = useNavigate();
  const { file = null, line = null } = useSearch({ from: "/console/apps/$appId/assets" });
  const known = useRef<{ file: string | null; line: number | null } | null>(null);
  const { loaded, opened, line: openedLine } = store;
  useEffect(() => {
    if (!loaded) return;
    const first = known.current === null;
    const went = first || known.current?.file !== file || known.current?.line !== line;
    known.current = { file, line };
    if (opened === file && openedLine === line) return;
    // Who comes back to the page, and asks for no file, finds it as it was left.
    if (went && !(first && file === null)) return store.open(file, line);
    const at = opened ? { file: opened, ...(openedLine ? { line: openedLine } : {}) } : {};
    const search = { ...at, ...soughtIn(store) };
    const replace = first || opened === file || store.model.get(file)?.node_type === "folder";
    void navigate({ to: "/apps/$appId/assets", params: { appId: store.appId }, search, replace, resetScroll: false });
  }, [file, line, loaded, opened, openedLine, store, navigate]);
  return null;
}

const soughtIn = ({ query, searchIn }: ExplorerStore): AssetsSearch =>
  query.trim() ? { find: query.trim(), ...(searchIn === "contents" ? { in: "contents" } : {}) } : {};

function useSought() {
  const store = useExplorer();
  const navigate = useNavigate({ from: "/apps/$appId/assets" });
  const { find = "", in: where = "names" } = useSearch({ from: "/console/apps/$appId/assets" });
  const first = useRef(true);
  const query = store.query.trim();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address counts when one arrives, then what is searched
  useEffect(() => {
    const arriving = first.current;
    first.current = false;
    if (arriving && find) return store.set({ query: find, searchIn: where });
    void navigate({
      search: ({ file, line }) => ({ file, line, ...soughtIn(store) }),
      replace: true,
      resetScroll: false,
    });
  }, [query, store.searchIn, store, navigate]);
}
