// The tools that nodes can call: built-in ones, of MCP servers, of OpenAPI documents, and published workflows.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api";
import { APIS, apiToolsQuery } from "@/features/tools/apis/queries";
import { mcpServersQuery, mcpToolsQuery } from "@/features/tools/queries";
import { type Row, rowOf } from "../kinds/reading";

export type ToolKind = "builtin" | "mcp" | "api" | "workflow";
export interface OfferedTool {
  name: string;
  label: string;
  description: string;
}
export interface ToolProvider {
  kind: ToolKind;
  id: string;
  name: string;
  tools: OfferedTool[];
}
export interface ToolRef {
  kind: string;
  provider: string;
  tool: string;
}

const CURRENT = "/console/api/workspaces/current/tool-provider";

export const builtinToolsQuery = queryOptions({
  queryKey: ["builtin tools"],
  queryFn: () => call(api.GET(`${CURRENT}/builtin`)),
  staleTime: Number.POSITIVE_INFINITY,
});

const workflowToolsQuery = queryOptions({
  queryKey: ["workflow tools"],
  queryFn: () => call(api.GET(`${CURRENT}/workflow`, { params: { query: { page: 1, limit: 100 } } })),
});

const apiSchemasQuery = (id: string) =>
  queryOptions({
    queryKey: ["openapi tools", id, "schemas"],
    queryFn: () => call(api.GET(`${APIS}/{api_id}/tools`, { params: { path: { api_id: id } } })),
  });

/** All of them, by provider. `error`: of the first list that could not be read; the others are there. */
export function useToolProviders(): { providers: ToolProvider[]; isLoading: boolean; error: unknown } {
  const builtin = useQuery(builtinToolsQuery);
  const servers = useQuery(mcpServersQuery);
  const apis = useQuery(apiToolsQuery);
  const workflows = useQuery(workflowToolsQuery);
  const plain = ({ name, description }: { name: string; description: string }) => ({ name, label: name, description });
  const providers: ToolProvider[] = [];
  for (const tool of builtin.data?.data ?? []) {
    const known = providers.find(({ id }) => id === tool.provider);
    if (known) known.tools.push(plain(tool));
    else providers.push({ kind: "builtin", id: tool.provider, name: tool.provider, tools: [plain(tool)] });
  }
  for (const { id, name, tools } of servers.data?.data ?? [])
    providers.push({ kind: "mcp", id, name, tools: tools.map(plain) });
  for (const { id, name, tools } of apis.data?.data ?? [])
    providers.push({ kind: "api", id, name, tools: tools.map(plain) });
  for (const { provider_id: id, tool_name: name, label, description } of workflows.data?.data ?? [])
    providers.push({ kind: "workflow", id, name: label, tools: [{ name, label, description }] });
  const all = [builtin, servers, apis, workflows];
  return { providers, isLoading: all.some((each) => each.isLoading), error: all.find((each) => each.error)?.error };
}

/** A provider's id, or its name: files from elsewhere know no other, and built-in ones go by the last part. */
export function providerOf(providers: readonly ToolProvider[], ref: ToolRef, name = ""): ToolProvider | undefined {
  const kind = ref.kind === "plugin" ? "builtin" : ref.kind;
  const last = ref.provider.split("/").at(-1);
  return providers.find(
    (each) =>
      each.kind === kind &&
      (each.id === ref.provider || (name !== "" && each.name === name) || (kind === "builtin" && each.id === last)),
  );
}

export interface Parameter {
  name: string;
  type: string;
  required: boolean;
  description: string;
  options: string[];
}

/** What a tool is called with; null while that is not known. */
export function useParameters(ref: ToolRef): Parameter[] | null {
  const builtin = useQuery({ ...builtinToolsQuery, enabled: ref.kind === "builtin" || ref.kind === "plugin" });
  const mcp = useQuery({ ...mcpToolsQuery(ref.provider), enabled: ref.kind === "mcp" && ref.provider !== "" });
  const apis = useQuery({ ...apiSchemasQuery(ref.provider), enabled: ref.kind === "api" && ref.provider !== "" });
  const workflows = useQuery({ ...workflowToolsQuery, enabled: ref.kind === "workflow" });
  const schema =
    builtin.data?.data.find((each) => each.name === ref.tool)?.parameters ??
    mcp.data?.data.find((each) => each.name === ref.tool)?.input_schema ??
    apis.data?.data.find((each) => each.name === ref.tool)?.input_schema ??
    workflows.data?.data.find((each) => each.provider_id === ref.provider)?.parameters;
  return schema ? parametersOf(schema) : null;
}

/** A JSON Schema may hold anything. */
export function parametersOf(schema: Row): Parameter[] {
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(rowOf(schema.properties)).map(([name, each]) => {
    const { type, description, enum: options } = rowOf(each);
    const types = Array.isArray(type) ? type.filter((one) => one !== "null") : [type];
    return {
      name,
      type: types.length === 1 && typeof types[0] === "string" ? types[0] : "any",
      required: required.includes(name),
      description: typeof description === "string" ? description : "",
      options: Array.isArray(options) ? options.filter((one): one is string => typeof one === "string") : [],
    };
  });
}
