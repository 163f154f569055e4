import type { Schemas } from "@/api";

export type Provider = Schemas["TraceConfigIn"]["tracing_provider"];
export type TraceConfig = Schemas["TraceConfigOut"];
export type Contents = TraceConfig["contents"];

export const NAMES: Record<Provider, string> = {
  langfuse: "Langfuse",
  langsmith: "LangSmith",
  phoenix: "Phoenix",
  opik: "Opik",
  otlp: "OpenTelemetry",
};

export type FieldName =
  | "public_key"
  | "secret_key"
  | "api_key"
  | "project"
  | "workspace"
  | "host"
  | "endpoint"
  | "url"
  | "headers";

type ProviderField = { name: FieldName; secret?: boolean; placeholder?: string };

/** What each asks for; addresses have the one that is used if none is given. */
export const FIELDS: Record<Provider, ProviderField[]> = {
  langfuse: [
    { name: "public_key" },
    { name: "secret_key", secret: true },
    { name: "host", placeholder: "https://cloud.langfuse.com" },
  ],
  langsmith: [
    { name: "api_key", secret: true },
    { name: "project" },
    { name: "endpoint", placeholder: "https://api.smith.langchain.com" },
  ],
  phoenix: [
    { name: "api_key", secret: true },
    { name: "project" },
    { name: "endpoint", placeholder: "https://app.phoenix.arize.com" },
  ],
  opik: [
    { name: "api_key", secret: true },
    { name: "project" },
    { name: "workspace" },
    { name: "url", placeholder: "https://www.comet.com/opik/api" },
  ],
  otlp: [
    { name: "endpoint", placeholder: "https://collector.example.com" },
    { name: "headers", secret: true },
  ],
};

export const PROVIDERS = Object.keys(NAMES) as Provider[];
export const CONTENTS = ["full", "masked", "none"] as const satisfies Contents[];
