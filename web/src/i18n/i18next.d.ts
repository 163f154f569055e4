import type assets from "./locales/en/assets.json";
import type console from "./locales/en/console.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "console";
    resources: { console: typeof console; assets: typeof assets };
  }
}
