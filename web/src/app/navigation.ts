// All pages that the features declare. What a new feature adds here is one line for each of its lists.
import { type LinkProps, useRouterState } from "@tanstack/react-router";
import * as accounts from "@/features/accounts/navigation";
import { useMember } from "@/features/accounts/queries";
import type { AppMode } from "@/features/apps/modes";
import * as apps from "@/features/apps/navigation";
import * as assets from "@/features/assets/navigation";
import * as audit from "@/features/audit/navigation";
import * as conversations from "@/features/conversations/navigation";
import * as datasets from "@/features/datasets/navigation";
import * as keys from "@/features/keys/navigation";
import * as operations from "@/features/operations/navigation";
import * as providers from "@/features/providers/navigation";
import * as studio from "@/features/studio/navigation";
import * as tools from "@/features/tools/navigation";
import * as tracing from "@/features/tracing/navigation";
import * as triggers from "@/features/triggers/navigation";
import * as workflows from "@/features/workflows/navigation";
import * as workspaces from "@/features/workspaces/navigation";
import { APP_GROUPS, type AppPage, type Visitor, type WorkspacePage } from "@/routing";

const byPlace = (one: { place: number }, other: { place: number }) => one.place - other.place;

export const WORKSPACE_PAGES: WorkspacePage[] = [
  ...apps.workspacePages,
  ...datasets.workspacePages,
  ...tools.workspacePages,
  ...workflows.workspacePages,
  ...triggers.workspacePages,
  ...operations.workspacePages,
  ...accounts.workspacePages,
].sort(byPlace);

export const SETTINGS_PAGES: WorkspacePage[] = [
  ...accounts.settingsPages,
  ...audit.settingsPages,
  ...workspaces.settingsPages,
  ...providers.settingsPages,
  ...keys.settingsPages,
].sort(byPlace);

const inGroups = ({ group }: AppPage) => APP_GROUPS.indexOf(group);
export const APP_PAGES: AppPage[] = [
  ...apps.appPages,
  ...studio.appPages,
  ...assets.appPages,
  ...conversations.appPages,
  ...workflows.appPages,
  ...triggers.appPages,
  ...tracing.appPages,
].sort((one, other) => inGroups(one) - inGroups(other) || byPlace(one, other));

export function useVisitor(): Visitor {
  const { profile, can } = useMember();
  return { can, operates: profile.is_instance_admin };
}

export function offeredIn(mode: AppMode, visitor: Visitor): AppPage[] {
  return APP_PAGES.filter(({ offered }) => offered?.(visitor, mode) ?? true);
}

export function offeredTo(visitor: Visitor, pages: WorkspacePage[]): WorkspacePage[] {
  return pages.filter(({ offered }) => offered?.(visitor) ?? true);
}

export const linkTo = ({ to }: Pick<WorkspacePage, "to">, appId?: string) =>
  ({ to, ...(appId ? { params: { appId } } : {}) }) as LinkProps;

/** The page of an app that is shown. */
export function useAppPage(): AppPage | undefined {
  return useRouterState({
    select: ({ matches }) => APP_PAGES.find(({ to }) => matches.some(({ fullPath }) => fullPath === to)),
  });
}
