import { MODES } from "./modes";
import type { AppsWanted } from "./queries";

/** What the address of the list says of the apps that are shown. */
export type AppsSearch = Partial<AppsWanted>;

export function appsSearch({ name, mode, mine }: Record<string, unknown>): AppsSearch {
  const known = MODES.find((each) => each === mode);
  return {
    ...(name ? { name: String(name) } : {}),
    ...(known ? { mode: known } : {}),
    ...(mine === true ? { mine } : {}),
  };
}
