// What has been changed in a config and not been published. It is kept in the browser, by member and app: neither the
// end of a session nor a reload loses it. The studio and the button that publishes see the same.
import { useSyncExternalStore } from "react";
import { type Config, same } from "@/features/apps/configs/config";

/** `basis`: what was published when the changes began. */
type Kept = { basis: Config; config: Config };

const keyOf = (member: string, appId: string) => `treeline.config.${member}.${appId}`;

const known = new Map<string, Kept | null>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function stored(key: string): Kept | null {
  if (!known.has(key)) known.set(key, parsed(localStorage.getItem(key)));
  return known.get(key) ?? null;
}

function parsed(text: string | null): Kept | null {
  try {
    return JSON.parse(text ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function keep(key: string, next: Kept | null): void {
  known.set(key, next);
  if (next) localStorage.setItem(key, JSON.stringify(next));
  else localStorage.removeItem(key);
  for (const listener of listeners) listener();
}

export type Draft = {
  config: Config;
  changed: boolean;
  /** Whether somebody else has published since the changes began. */
  outdated: boolean;
  change: (patch: Partial<Config>) => void;
  discard: () => void;
  /** `published` is what counts now; what was changed after `sent` remains a change. */
  settle: (sent: Config, published: Config) => void;
};

/** The config that was begun and not published, if there is one: only then is there something to compare. */
export function useBegun(member: string, appId: string): Config | null {
  const key = keyOf(member, appId);
  return useSyncExternalStore(subscribe, () => stored(key))?.config ?? null;
}

export function useDraft(member: string, appId: string, published: Config): Draft {
  const key = keyOf(member, appId);
  const kept = useSyncExternalStore(subscribe, () => stored(key));
  const config = kept?.config ?? published;
  return {
    config,
    changed: kept !== null && !same(kept.config, published),
    outdated: kept !== null && !same(kept.basis, published),
    change: (patch) => keep(key, { basis: kept?.basis ?? published, config: { ...config, ...patch } }),
    discard: () => keep(key, null),
    settle: (sent, now) => {
      const latest = stored(key);
      keep(key, latest && !same(latest.config, sent) ? { basis: now, config: latest.config } : null);
    },
  };
}
