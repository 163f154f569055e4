// What has been changed in a config and not been published. It is kept in the browser, by member and app: neither the
// end of a session nor a reload loses it.
import { useState } from "react";
import { type Config, same } from "@/features/apps/configs/config";

/** `basis`: what was published when the changes began. */
type Kept = { basis: Config; config: Config };

const keyOf = (member: string, appId: string) => `treeline.config.${member}.${appId}`;

function stored(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
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

export function useDraft(member: string, appId: string, published: Config): Draft {
  const key = keyOf(member, appId);
  const [kept, setKept] = useState(() => stored(key));
  const keep = (next: Kept | null) => {
    setKept(next);
    if (next) localStorage.setItem(key, JSON.stringify(next));
    else localStorage.removeItem(key);
  };
  const config = kept?.config ?? published;
  return {
    config,
    changed: kept !== null && !same(kept.config, published),
    outdated: kept !== null && !same(kept.basis, published),
    change: (patch) => keep({ basis: kept?.basis ?? published, config: { ...config, ...patch } }),
    discard: () => keep(null),
    settle: (sent, now) => {
      const latest = stored(key);
      if (latest && !same(latest.config, sent)) keep({ basis: now, config: latest.config });
      else keep(null);
    },
  };
}
