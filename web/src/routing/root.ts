import { createRootRoute } from "@tanstack/react-router";

/** What all routes stand under. Each feature exports its own; app/router.tsx puts them together. */
export const root = createRootRoute();
