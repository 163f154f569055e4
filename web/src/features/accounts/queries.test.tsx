import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { profileQuery, useMember, type Workspace, workspaceQuery } from "./queries";

const ABILITIES = ["own", "manage", "edit", "read", "belong"] as const;

/** What somebody can, whose workspace the API describes so. */
function abilitiesOf(workspace: Partial<Workspace>) {
  const queries = new QueryClient();
  queries.setQueryData(profileQuery.queryKey, {} as never);
  queries.setQueryData(workspaceQuery.queryKey, workspace as never);
  const { result } = renderHook(useMember, {
    wrapper: ({ children }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>,
  });
  return ABILITIES.filter(result.current.can);
}

test("what a member can is what the API says, whatever the role is called", () => {
  expect(abilitiesOf({ role: "owner", abilities: ["read", "belong"] })).toEqual(["read", "belong"]);
  expect(abilitiesOf({ role: "normal", abilities: ["edit", "read"] })).toEqual(["edit", "read"]);
  expect(abilitiesOf({ role: "dataset_operator", abilities: [] })).toEqual([]);
});
