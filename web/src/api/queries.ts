import type { QueryClient } from "@tanstack/react-query";
import { ChangingQueries } from "./changing";
import { asApiError } from "./errors";

/** Only what may pass by itself is tried again, and never a change. */
export function createQueryClient(): QueryClient {
  return new ChangingQueries({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && asApiError(error).passing,
        retryDelay: (failures, error) => (asApiError(error).retryAfter ?? 2 ** failures) * 1000,
      },
      mutations: { retry: false },
    },
  });
}

export const queryClient = createQueryClient();
