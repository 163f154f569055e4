import { lazyRouteComponent } from "@tanstack/react-router";
import i18next, { type Namespace } from "i18next";

/** A page, loaded when it is opened, and at the same time the texts that it shows first. */
export function page<T extends Record<string, unknown>, K extends keyof T & string>(
  texts: Namespace,
  load: () => Promise<T>,
  name: K,
) {
  return lazyRouteComponent(
    async () => (await Promise.all([load(), i18next.loadNamespaces(texts as string | string[])]))[0],
    name,
  );
}
