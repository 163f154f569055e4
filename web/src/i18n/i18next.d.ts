import type assets from "./locales/en/assets.json";
import type console from "./locales/en/console.json";
import type docs from "./locales/en/docs.json";
import type providers from "./locales/en/providers.json";
import type studio from "./locales/en/studio.json";
import type tools from "./locales/en/tools.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "console";
    resources: {
      console: typeof console;
      assets: typeof assets;
      docs: typeof docs;
      providers: typeof providers;
      studio: typeof studio;
      tools: typeof tools;
    };
  }
}
