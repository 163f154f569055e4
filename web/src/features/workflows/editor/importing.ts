// An app's draft as a file, and files as its draft.
import { queryOptions } from "@tanstack/react-query";
import { api, call, errorOf, type Schemas } from "@/api";
import type { AppDetail } from "@/features/apps/queries";

export type Template = Schemas["TemplateOut"];
export type Imported = Schemas["ImportOut"];
export type Finding = Schemas["FindingOut"];

/** What new workflows can start from. */
export const templatesQuery = queryOptions({
  queryKey: ["workflow-templates"],
  queryFn: () => call(api.GET("/console/api/workflow-templates")),
  staleTime: Infinity,
});

type Answer = { data?: unknown; error?: unknown; response: Response };

/** A file that is refused has a report, too. */
async function outcome(answer: Promise<Answer>): Promise<Imported> {
  const { data, error, response } = await answer;
  if (response.ok) return data as Imported;
  if (typeof error === "object" && error !== null && "report" in error) return error as Imported;
  throw await errorOf(response, error || {});
}

/** The app keeps its name, description and icon: only its draft becomes what the file has. */
export function importInto(app: AppDetail, yaml: string): Promise<Imported> {
  const { name, description, icon_type, icon, icon_background } = app;
  const own = { name, description, icon_type, icon, icon_background };
  return outcome(
    api.POST("/console/api/apps/imports", {
      body: { ...own, mode: "yaml-content", yaml_content: yaml, app_id: app.id },
    }),
  );
}

export const confirmImport = (id: string): Promise<Imported> =>
  outcome(api.POST("/console/api/apps/imports/{import_id}/confirm", { params: { path: { import_id: id } } }));

/** Lets the browser store the draft, without its secrets. */
export async function exportDraft(app: AppDetail): Promise<void> {
  const { data } = await call(api.GET("/console/api/apps/{app_id}/export", { params: { path: { app_id: app.id } } }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type: "application/yaml" }));
  link.download = `${app.name}.yml`;
  link.click();
  // Once the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
