// Which of the pages /install, /signin and those of the console a visitor gets.

import { redirect } from "@tanstack/react-router";
import i18next from "i18next";
import { api, asApiError, call, queryClient, session } from "@/api";
import { languageOf, setLanguage } from "@/i18n";
import { setTimeZone, toasts } from "@/ui";
import { type Profile, profileQuery, workspaceQuery } from "./queries";

const SECURITY = "/settings/security";

async function isSetUp(): Promise<boolean> {
  return (await call(api.GET("/console/api/setup"))).step === "finished";
}

export async function enterInstall(): Promise<void> {
  if (await isSetUp()) throw redirect({ to: "/signin" });
}

export async function enterSignIn(): Promise<void> {
  if (!(await isSetUp())) throw redirect({ to: "/install" });
}

export async function enterConsole(href: string): Promise<void> {
  if (queryClient.getQueryData(profileQuery.queryKey)?.two_step_missing === false) return;
  const away = () => redirect({ to: "/signin", search: href === "/" ? {} : { next: href } });
  // Nothing is asked in the name of somebody who cannot be signed in.
  if (!session.mayExist()) throw away();
  try {
    const [profile] = await Promise.all([
      queryClient.fetchQuery(profileQuery),
      queryClient.ensureQueryData(workspaceQuery),
    ]);
    await welcome(profile);
    // What the workspace asks for comes first; until then it shows nothing else.
    if (profile.two_step_missing && !href.startsWith(SECURITY))
      throw redirect({ to: SECURITY, search: { next: href } });
  } catch (error) {
    if (asApiError(error).status === 401) throw away();
    throw error;
  }
}

// It begins while somebody is at work: they come back to their page from there.
session.onTwoStepRequired(() => {
  const { pathname, search } = location;
  if (!pathname.startsWith(SECURITY))
    location.assign(`${SECURITY}?${new URLSearchParams({ next: pathname + search })}`);
});

// Pages then offer what the role allows now.
session.onForbidden(async () => {
  const before = queryClient.getQueryData(workspaceQuery.queryKey);
  const { role } = await queryClient.fetchQuery({ ...workspaceQuery, staleTime: 0 });
  if (before && role !== before.role) toasts.show({ kind: "error", title: i18next.t("roleChanged") });
});

async function welcome(profile: Profile): Promise<void> {
  session.setKnown(true);
  setTimeZone(profile.timezone);
  await setLanguage(languageOf(profile.interface_language));
}

/** Where to go after signing in: only ever a path of this console. */
export function safePath(next: string | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  return next.startsWith("/signin") || next.startsWith("/install") ? "/" : next;
}

export async function signOut(): Promise<void> {
  session.setKnown(false);
  await call(api.POST("/console/api/logout"));
  // Nothing of theirs stays in memory.
  location.assign("/signin");
}
