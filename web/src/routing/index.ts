export { NAMED, naming, useNamed } from "./named";
export { APP_GROUPS, type AppPage, type Visitor, type WorkspacePage } from "./navigation";
export { page } from "./page";
export { root } from "./root";
