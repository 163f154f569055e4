import type accounts from "@/features/accounts/locales/en.json";
import type apps from "@/features/apps/locales/en.json";
import type assets from "@/features/assets/locales/en.json";
import type audit from "@/features/audit/locales/en.json";
import type conversations from "@/features/conversations/locales/en.json";
import type datasets from "@/features/datasets/locales/en.json";
import type docs from "@/features/docs/locales/en.json";
import type keys from "@/features/keys/locales/en.json";
import type oidc from "@/features/oidc/locales/en.json";
import type operations from "@/features/operations/locales/en.json";
import type providers from "@/features/providers/locales/en.json";
import type publishing from "@/features/publishing/locales/en.json";
import type studio from "@/features/studio/locales/en.json";
import type tools from "@/features/tools/locales/en.json";
import type tracing from "@/features/tracing/locales/en.json";
import type triggers from "@/features/triggers/locales/en.json";
import type workflows from "@/features/workflows/locales/en.json";
import type workspaces from "@/features/workspaces/locales/en.json";
import type console from "./locales/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "console";
    fallbackNS: "console";
    resources: {
      console: typeof console;
      accounts: typeof accounts;
      apps: typeof apps;
      assets: typeof assets;
      audit: typeof audit;
      conversations: typeof conversations;
      datasets: typeof datasets;
      docs: typeof docs;
      oidc: typeof oidc;
      keys: typeof keys;
      operations: typeof operations;
      providers: typeof providers;
      publishing: typeof publishing;
      studio: typeof studio;
      tools: typeof tools;
      tracing: typeof tracing;
      triggers: typeof triggers;
      workflows: typeof workflows;
      workspaces: typeof workspaces;
    };
  }
}
