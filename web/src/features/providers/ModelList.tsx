import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import {
  Badge,
  Button,
  errorText,
  IconButton,
  QueryList,
  SavedCheckbox,
  SearchInput,
  SkeletonRows,
  toasts,
} from "@/ui";
import { type Model, type ModelType, modelsQuery, type Provider, providersKey } from "./queries";

const ModelDialog = lazy(() => import("./ModelDialog"));

/** So many are shown until somebody asks for all; some providers list hundreds. */
const FEW = 20;

/** A provider's models: which of them apps may use. */
export function ModelList({ provider }: { provider: Provider }) {
  const { t } = useTranslation("providers");
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-3 rounded-md border border-line" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer px-3 py-2 text-sm font-medium">
        {t("models.of", { name: provider.label.en_US })}
      </summary>
      {open && <Models provider={provider} />}
    </details>
  );
}

function Models({ provider }: { provider: Provider }) {
  const { t } = useTranslation("providers");
  const { can } = useMember();
  const found = useQuery(modelsQuery(provider.provider));
  const [search, setSearch] = useState("");
  const [all, setAll] = useState(false);
  const [adding, setAdding] = useState(false);
  const models = found.data?.data ?? [];
  const fitting = models.filter((each) => each.model.toLowerCase().includes(search.trim().toLowerCase()));
  const shown = all ? fitting : fitting.slice(0, FEW);
  return (
    <div className="flex flex-col gap-2 border-t border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        {models.length > FEW && (
          <SearchInput label={t("models.search")} className="max-w-60" value={search} onChange={setSearch} />
        )}
        {can("manage") && (
          <Button
            size="small"
            icon={<Plus aria-hidden size={14} />}
            onClick={() => startTransition(() => setAdding(true))}
          >
            {t("models.add")}
          </Button>
        )}
      </div>
      <QueryList
        query={found}
        items={models}
        skeleton={<SkeletonRows rows={3} className="h-6" />}
        empty={<p className="text-muted">{t("models.none")}</p>}
      >
        {() => (
          <ul aria-label={t("models.of", { name: provider.label.en_US })} className="flex flex-col">
            {shown.map((model) => (
              <ModelRow key={`${model.model_type} ${model.model}`} provider={provider.provider} model={model} />
            ))}
          </ul>
        )}
      </QueryList>
      {shown.length < fitting.length && (
        <Button size="small" className="self-start" onClick={() => setAll(true)}>
          {t("models.all", { count: fitting.length })}
        </Button>
      )}
      <Suspense>{adding && <ModelDialog provider={provider} onClose={() => setAdding(false)} />}</Suspense>
    </div>
  );
}

const AT = "/console/api/workspaces/current/model-providers/{provider}/models";

function ModelRow({ provider, model }: { provider: string; model: Model }) {
  const { t } = useTranslation("providers");
  const queries = useQueryClient();
  const { can } = useMember();
  const request = {
    params: { path: { provider } },
    body: { model: model.model, model_type: model.model_type as ModelType },
  };
  const outcome = {
    onError: (error: unknown) => toasts.show({ kind: "error", title: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: providersKey }),
  };
  const enable = useMutation({
    mutationFn: (enabled: boolean) => call(api.PATCH(enabled ? `${AT}/enable` : `${AT}/disable`, request)),
    ...outcome,
  });
  const remove = useMutation({ mutationFn: () => call(api.DELETE(AT, request)), ...outcome });
  const size = model.model_properties.context_size;
  return (
    <li className="flex min-h-8 items-center gap-2">
      <SavedCheckbox
        className="min-w-0"
        label={<span className="min-w-0 font-mono text-xs break-all">{model.model}</span>}
        checked={model.status === "active"}
        disabled={!can("manage")}
        save={enable.mutateAsync}
      />
      {model.model_type !== "llm" && <Badge>{t(`types.${model.model_type as ModelType}`)}</Badge>}
      {model.fetch_from === "customizable-model" && <Badge tone="info">{t("models.custom")}</Badge>}
      {typeof size === "number" && (
        <span className="text-xs whitespace-nowrap text-muted tabular-nums">
          {t("models.tokens", { formatted: size.toLocaleString() })}
        </span>
      )}
      {can("manage") && model.fetch_from === "customizable-model" && (
        <IconButton
          size="small"
          className="ml-auto"
          label={t("models.remove", { name: model.model })}
          icon={<Trash2 aria-hidden size={14} />}
          busy={remove.isPending}
          onClick={() => remove.mutate()}
        />
      )}
    </li>
  );
}
