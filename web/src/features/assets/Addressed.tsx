import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useExplorer } from "./tree/store";

/** Keeps the address and the file that is open equal: whichever changes, the other follows. */
export function Addressed() {
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
    const search = opened ? { file: opened, ...(openedLine ? { line: openedLine } : {}) } : {};
    const replace = first || opened === file || store.model.get(file)?.node_type === "folder";
    void navigate({ to: "/apps/$appId/assets", params: { appId: store.appId }, search, replace, resetScroll: false });
  }, [file, line, loaded, opened, openedLine, store, navigate]);
  return null;
}
