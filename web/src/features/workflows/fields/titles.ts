import type { TFunction } from "i18next";
import type { Offered } from "../kinds/upstream";
import { found } from "./types";

type T = TFunction<"workflows">;
const ROOTS = ["sys", "env", "conversation"];

/** The node of a variable, or the root that it is of. */
export const titleOf = (t: T, variable: Offered): string =>
  ROOTS.includes(variable.selector[0]!) ? t(`roots.${variable.selector[0] as "sys"}`) : variable.node;

export interface Named {
  text: string;
  known: boolean;
  type: string;
}

/** A selector as people read it: "Ask a model / text". */
export function namedSelector(t: T, variables: readonly Offered[], selector: readonly string[]): Named {
  if (selector.length === 1) return { text: selector[0]!, known: true, type: "string" };
  const variable = found(variables, selector);
  const name = selector.slice(1).join(".");
  if (!variable) return { text: `${selector[0]} / ${name}`, known: false, type: "any" };
  const type = variable.selector.length === selector.length ? variable.type : "any";
  return { text: `${titleOf(t, variable)} / ${name}`, known: true, type };
}
