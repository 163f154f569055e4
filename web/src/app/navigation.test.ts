import { expect, test } from "vitest";
import { MODES } from "@/features/apps/modes";
import { DATASET_TABS } from "@/features/datasets/tabs";
import en from "@/i18n/locales/en.json";
import zhHans from "@/i18n/locales/zh-Hans.json";
import { APP_PAGES, offeredIn, offeredTo, SETTINGS_PAGES, WORKSPACE_PAGES } from "./navigation";
import { router } from "./router";

const roles = {
  owner: { can: () => true, operates: true },
  editor: { can: (ability: string) => ability === "read" || ability === "edit", operates: false },
  operator: { can: (ability: string) => ability === "curate" || ability === "belong", operates: false },
  reader: { can: (ability: string) => ability === "read", operates: false },
};
const routes = Object.keys(router.routesByPath).map((path) => path.replace(/(.)\/$/, "$1"));
const labels = (pages: { label: string }[]) => pages.map(({ label }) => label);

test("each page of an app has one entry, and each entry its page", () => {
  const base = "/apps/$appId/";
  // One thing of many is reached from the page of all of them.
  const within = routes.filter((path) => path.startsWith(base) && !path.slice(base.length).includes("$"));
  expect(APP_PAGES.map(({ to }) => to).sort()).toEqual([...new Set(within)].sort());
});

test("each page of a knowledge base has one tab, and each tab its page", () => {
  const base = "/datasets/$datasetId";
  // One document of many is reached from the page of all of them.
  const within = routes.filter((path) => path.startsWith(base) && !path.slice(base.length).includes("$"));
  expect(DATASET_TABS.map(({ to }) => to).sort()).toEqual(within.sort());
});

test("each page of the workspace has an entry, and each entry its page", () => {
  const nobody = ["/install", "/signin", "/signin/code", "/activate", "/forgot-password", "/reset-password"];
  // Reached from the knowledge bases, the members and the profile.
  const known = ["/", "/docs", "/knowledge/services", "/settings/email", ...nobody];
  // One thing of many is reached from the page of all of them.
  const pages = routes.filter((path) => !path.includes("$") && !known.includes(path));
  const entries = [...WORKSPACE_PAGES, ...SETTINGS_PAGES].map(({ to }) => to);
  expect([...new Set(entries)].sort()).toEqual([...new Set(pages)].sort());
});

test("the pages of an app stand in their groups, in one order", () => {
  const all = ["studio", "files", "skills", "versions", "access", "logs", "usage", "tracing", "settings"];
  expect(labels(offeredIn("agent-chat", roles.owner))).toEqual(all);
  const places = APP_PAGES.map(({ group, place }) => `${group} ${place}`);
  expect(new Set(places).size).toBe(places.length);
});

test.each(MODES.filter((mode) => mode === "workflow" || mode === "advanced-chat"))("%s has what works", (mode) => {
  expect(labels(offeredIn(mode, roles.owner))).toEqual([
    "workflow",
    "files",
    "skills",
    "workflowVersions",
    "versions",
    "access",
    ...(mode === "workflow" ? ["triggers"] : []),
    "runs",
    "tracing",
    "settings",
  ]);
});

test.each(MODES)("the pages of %s are not mixed up: no name is the end of another", (mode) => {
  for (const { nav } of [en, zhHans]) {
    const names = labels(offeredIn(mode, roles.owner)).map((label) => nav.pages[label as "files"].toLowerCase());
    const ends = names.filter((name) => names.some((other) => other !== name && other.endsWith(name)));
    expect(ends).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  }
});

test("what a role cannot do is not offered", () => {
  expect(labels(offeredIn("chat", roles.reader))).toEqual(["studio", "files", "skills", "versions", "logs", "usage"]);
  expect(labels(offeredTo(roles.owner, WORKSPACE_PAGES))).toEqual([
    "apps",
    "knowledge",
    "tools",
    "waiting",
    "schedules",
    "subscriptions",
    "operations",
    "settings",
  ]);
  expect(labels(offeredTo(roles.editor, WORKSPACE_PAGES))).toEqual([
    "apps",
    "knowledge",
    "tools",
    "waiting",
    "schedules",
    "subscriptions",
    "settings",
  ]);
  expect(labels(offeredTo(roles.reader, WORKSPACE_PAGES))).toEqual([
    "apps",
    "knowledge",
    "waiting",
    "schedules",
    "settings",
  ]);
});

test("whoever curates knowledge alone sees knowledge alone", () => {
  expect(labels(offeredTo(roles.operator, WORKSPACE_PAGES))).toEqual(["knowledge", "settings"]);
  expect(labels(offeredTo(roles.operator, SETTINGS_PAGES))).toEqual([
    "general",
    "security",
    "members",
    "workspaces",
    "tokens",
  ]);
});
