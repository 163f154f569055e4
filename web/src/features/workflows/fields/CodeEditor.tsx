import { lazy, Suspense } from "react";
import { Skeleton } from "@/ui";
import type { BoxProps } from "./TextBox";

const TextBox = lazy(() => import("./TextBox"));

/** Code in its language. */
export function CodeEditor({ lines = 8, ...rest }: Omit<BoxProps, "naming" | "opening">) {
  return (
    <Suspense fallback={<Skeleton className="h-48" />}>
      <TextBox {...rest} lines={lines} />
    </Suspense>
  );
}
