export { api, call, type Schemas } from "./client";
export { download } from "./download";
export { ApiError, asApiError, errorOf } from "./errors";
export { queryClient } from "./queries";
export { API_URL, apiFetch, csrfToken, holdRequests, session, withSession } from "./session";
