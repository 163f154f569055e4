import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, apiFetch, call, errorOf, type Schemas } from "@/api";

export type FormSummary = Schemas["FormSummary"];
export type FormDetail = Schemas["FormDetail"];
export type FormContent = Schemas["FormContent"];
export type FormState = "waiting" | "answered";
/** What is sent: values by the names of fields, and the button that was pressed. */
export type Answer = { inputs: Record<string, unknown>; action: string };

const FORMS = "/console/api/human-input-forms";
const FORM = `${FORMS}/{form_id}` as const;
const LINKED = "/console/api/form/human_input/{token}";

/** All that is known of forms: whoever answers one makes it stale. */
export const formsKey = ["human input forms"];

export const formsQuery = (state: FormState) =>
  infiniteQueryOptions({
    queryKey: [...formsKey, "all", state],
    queryFn: ({ pageParam, signal }) =>
      call(api.GET(FORMS, { params: { query: { state, page: pageParam, limit: 50 } }, signal })),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
    // People come back to this page to see what has arrived.
    refetchInterval: 15_000,
  });

/** Those that a run waits for. */
export const formsOfRunQuery = (runId: string) =>
  queryOptions({
    queryKey: [...formsKey, "run", runId],
    queryFn: ({ signal }) => call(api.GET(FORMS, { params: { query: { run_id: runId, limit: 100 } }, signal })),
  });

export const formQuery = (id: string) =>
  queryOptions({
    queryKey: [...formsKey, "one", id],
    queryFn: ({ signal }) => call(api.GET(FORM, { params: { path: { form_id: id } }, signal })),
  });

export const answerForm = (id: string, body: Answer) =>
  call(api.POST(FORM, { params: { path: { form_id: id } }, body }));

/** The form of a link, for whoever has it. Asked for once: answering is what changes it. */
export const linkedFormQuery = (token: string) =>
  queryOptions({
    queryKey: ["linked form", token],
    queryFn: ({ signal }) => call(api.GET(LINKED, { params: { path: { token } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const answerLinkedForm = (token: string, body: Answer) =>
  call(api.POST(LINKED, { params: { path: { token } }, body }));

export type Upload = (file: File) => Promise<Schemas["UploadOut"]>;

export const uploadOwn: Upload = (file) => uploadTo("/console/api/files/upload", file);
export const uploadByLink =
  (token: string): Upload =>
  (file) =>
    uploadTo(`/console/api/form/human_input/${encodeURIComponent(token)}/upload`, file);

async function uploadTo(path: string, file: File): Promise<Schemas["UploadOut"]> {
  const body = new FormData();
  body.append("file", file);
  const response = await apiFetch(path, { method: "POST", body });
  if (!response.ok) throw await errorOf(response);
  return response.json();
}

/** Where whoever has the token answers without an account. */
export const linkOf = (token: string) => `${location.origin}/form/${token}`;
