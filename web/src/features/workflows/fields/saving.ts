import { createContext } from "react";

/** Saves what has been edited so far: the server runs what is saved. The editor gives it. */
export const SaveContext = createContext<() => Promise<unknown>>(async () => undefined);
