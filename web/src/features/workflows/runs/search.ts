/** `keyword`: in inputs, outputs or the user. `workflow`: one version. */
export type RunsSearch = { state?: string; from?: string; keyword?: string; workflow?: string };

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export function runsSearch({ state, from, keyword, workflow }: Record<string, unknown>): RunsSearch {
  const found = {
    state: text(state),
    from: text(from),
    keyword: text(keyword)?.slice(0, 200),
    workflow: text(workflow),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** `node`: the one whose last step is open. `with`: the run that it is compared with. */
export type RunSearch = { node?: string; with?: string };

export function runSearch({ node, with: other }: Record<string, unknown>): RunSearch {
  return { ...(text(node) ? { node: text(node)! } : {}), ...(text(other) ? { with: text(other)! } : {}) };
}
