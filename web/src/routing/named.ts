import { useEffect, useRef } from "react";

/** Reads from the address which object of a page's list it names: `naming("server")` for `?server=…`. */
export function naming<K extends string>(key: K) {
  return (search: Record<string, unknown>): { [P in K]?: string } => {
    const named = search[key];
    return (typeof named === "string" && named !== "" ? { [key]: named } : {}) as { [P in K]?: string };
  };
}

/** For the element of the object that the address names: brought into sight as soon as it is there. */
export function useNamed<E extends HTMLElement>(named: boolean) {
  const element = useRef<E>(null);
  useEffect(() => {
    if (named) element.current?.scrollIntoView({ block: "center" });
  }, [named]);
  return element;
}

/** How it is marked. */
export const NAMED = "ring-2 ring-focus";
