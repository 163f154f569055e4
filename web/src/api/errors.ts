import type { components } from "./schema";

/** What is wrong with one field: `type` and `params` for whoever says it in words of their own. */
export type ErrorDetail = {
  path?: string;
  message?: string;
  type?: string;
  params?: Record<string, string | number>;
  [more: string]: unknown;
};

/** A refusal of the API, or no answer at all (code `network_error`, status 0). */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly details: ErrorDetail[] = [],
    /** Seconds to wait before another try, where the API says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** Whether the same request may well succeed in a moment. */
  get passing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** The error that a response stands for; `body` is what it said, if that was read already. */
export async function errorOf(response: Response, body?: unknown): Promise<ApiError> {
  const said = (body ?? (await response.json().catch(() => ({})))) as Partial<components["schemas"]["ErrorOut"]>;
  const wait = Number(response.headers.get("Retry-After"));
  return new ApiError(
    said.code ?? `http_${response.status}`,
    said.message ?? response.statusText ?? "",
    response.status,
    said.details ?? [],
    wait > 0 ? wait : null,
  );
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError("unexpected", error instanceof Error ? error.message : String(error), -1);
}
