import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { session } from "@/api";
import { Toaster } from "@/ui";

const SignInDialog = lazy(() => import("@/features/accounts/SignInDialog"));

export function Root() {
  const asking = useSyncExternalStore(session.subscribe, session.isAsking);
  return (
    <>
      <Outlet />
      <Toaster />
      {asking && (
        <Suspense>
          <SignInDialog />
        </Suspense>
      )}
    </>
  );
}
