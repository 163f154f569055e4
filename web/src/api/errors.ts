import type { components } from "./schema";

export type ErrorDetail = { path?: string; message?: string; [more: string]: unknown };

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

  /** What is wrong with each field of a form, by the field's name. */
  get fields(): Record<string, string> {
    return Object.fromEntries(this.details.map((detail) => [detail.path ?? "", detail.message ?? ""]));
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
