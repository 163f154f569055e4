import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, call, type Schemas } from "@/api";
import { appQuery } from "./queries";

/** Create an app and go to its first page. */
export function useCreateApp() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Schemas["AppCreate"]) => call(api.POST("/console/api/apps", { body })),
    onSuccess: async (app) => {
      queries.setQueryData(appQuery(app.id).queryKey, app);
      void queries.invalidateQueries({ queryKey: ["apps"] });
      await navigate({ to: "/apps/$appId", params: { appId: app.id } });
    },
  });
}
