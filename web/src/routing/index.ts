export { page } from "./page";
export { root } from "./root";
