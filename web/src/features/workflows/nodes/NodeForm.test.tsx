import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from "@tanstack/react-router";
import { act, cleanup, render } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { startI18n } from "@/i18n";
import type { GraphNode, NodeData } from "../graph/types";
import { kindOf } from "../kinds/registry";
import samples from "../kinds/samples.json";
import { FORMS } from "./forms";
import { NodeForm } from "./NodeForm";

beforeAll(async () => {
  // Nobody answers: forms show what they know by themselves.
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  await startI18n();
  await i18next.loadNamespaces(["workflows", "apps", "providers", "datasets"]);
});
afterEach(cleanup);

const app = { mode: "advanced-chat", environment: [], conversation: [{ name: "seen", value_type: "string" }] };
const WRONG = [null, "text", [null], {}, [{ a: 1 }]];

// What forms are loaded from is there at once.
import.meta.glob("./*Form.tsx", { eager: true });

// Forms lead to other pages.
const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });

/** What a form says of this data. */
async function shown(data: NodeData, readOnly = false): Promise<string> {
  const node: GraphNode = { id: "me", type: "custom", position: { x: 0, y: 0 }, data };
  const graph = { nodes: [node], edges: [] };
  const form = <NodeForm appId="app" graph={graph} node={node} app={app} change={() => {}} readOnly={readOnly} />;
  const queries = new QueryClient();
  const page = await act(async () =>
    render(
      <RouterContextProvider router={router}>
        <QueryClientProvider client={queries}>{form}</QueryClientProvider>
      </RouterContextProvider>,
    ),
  );
  const text = page.container.textContent ?? "";
  page.unmount();
  return text;
}

const sampled = (samples as unknown as { data: NodeData }[]).map(({ data }) => data);
const types = [...new Set(sampled.map(({ type }) => type))].filter((type) => kindOf(type).type in FORMS);

test("each type that has anything to say has a form", () => {
  const without = [...new Set(sampled.map(({ type }) => kindOf(type).type))].filter((type) => !(type in FORMS));
  expect(without.filter((type) => !type.startsWith("trigger-") && !kindOf(type).isMarker)).toEqual([]);
});

test.each(types)(
  "a form of %s shows any data that a graph may have",
  async (type) => {
    const mine = sampled.filter((each) => each.type === type);
    for (const data of mine) expect(await shown(data)).not.toBe("");
    const [first] = mine;
    expect(await shown(first!, true)).not.toBe("");
    for (const wrong of WRONG) {
      const broken = Object.fromEntries(Object.keys(first!).map((key) => [key, wrong]));
      expect(await shown({ ...broken, type, title: "Broken" })).not.toBe("");
    }
  },
  120_000,
);
