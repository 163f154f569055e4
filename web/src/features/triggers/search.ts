/** `trigger`: the one whose events are shown. */
export type TriggersSearch = { trigger?: string };

export function triggersSearch({ trigger }: Record<string, unknown>): TriggersSearch {
  return typeof trigger === "string" && trigger !== "" ? { trigger } : {};
}
