import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api";
import { router } from "./app/router";
import { startI18n } from "./i18n";
import "./styles.css";
import { nonce, theme } from "./ui";

// Where the library looks for it that keeps the page behind a dialog from scrolling.
Object.assign(globalThis, { __webpack_nonce__: nonce });
theme.start();
await startI18n();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
