export type Snippet = { key: "connect" | "read" | "cli"; text: string };

export const PLACEHOLDER = "app-…";

/** Commands for a shell, each of which works as it stands once TREELINE_KEY holds a key. */
export function snippets(origin: string, token: string | null): Snippet[] {
  const set = `export TREELINE_URL=${origin}\nexport TREELINE_KEY='${token ?? PLACEHOLDER}'`;
  const header = '-H "Authorization: Bearer $TREELINE_KEY"';
  return [
    { key: "connect", text: `${set}\ncurl -sS "$TREELINE_URL/v1/info" ${header}` },
    { key: "read", text: `${set}\ncurl -sS "$TREELINE_URL/v1/assets/tree" ${header}` },
    {
      key: "cli",
      text: `${set}\ntreeline assets push ./folder\ntreeline assets status ./folder\ntreeline assets pull ./copy`,
    },
  ];
}
