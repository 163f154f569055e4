import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api, call, type Schemas } from "@/api";
import { Button, Dialog, Field, FormError, Input, toasts } from "@/ui";
import { uploadFile } from "../documents/uploading";
import { datasetKey } from "../queries";
import { DOCUMENT, type Place, pathOf } from "./queries";

type Job = Schemas["SegmentImportOut"];
/** `pairs`: whether segments here are questions with answers. */
type Props = { place: Place; pairs: boolean };

const IMPORTS = `${DOCUMENT}/segments/batch_import` as const;
const isRunning = ({ job_status: status }: Job) => status === "waiting" || status === "processing";

/** Segments from a table: all of its rows, or none. */
export function ImportButton({ place, pairs }: Props) {
  const { t } = useTranslation("datasets");
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const { begin, job } = useImport(place, () => setOpen(false));
  const running = begin.isPending || (job !== undefined && isRunning(job));
  const failed = job?.error_code ? new ApiError(job.error_code, job.error ?? "", 400) : null;
  return (
    <>
      <Button icon={<Upload aria-hidden size={14} />} busy={!open && running} onClick={() => setOpen(true)}>
        {t("reader.import")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("reader.import")}
        description={t(pairs ? "reader.importPairs" : "reader.importWhat")}
        onSubmit={() => file && !running && begin.mutate(file)}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
            <Button type="submit" look="primary" disabled={!file} busy={running}>
              {t("reader.importAction")}
            </Button>
          </>
        }
      >
        <Field label={t("reader.importFile")}>
          <Input
            type="file"
            accept=".csv,.tsv,text/csv"
            className="py-1.5"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </Field>
        {job && isRunning(job) && <p role="status">{t("reader.importing", { count: job.total })}</p>}
        <FormError error={begin.error ?? (begin.isPending ? null : failed)} />
      </Dialog>
    </>
  );
}

/** Goes on while the dialog is closed; `onDone`: all of the rows are segments now. */
function useImport(place: Place, onDone: () => void) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [id, setId] = useState<string>();
  const begin = useMutation({
    mutationFn: async (file: File) => {
      const body = { upload_file_id: await uploadFile(file) };
      return call(api.POST(IMPORTS, { params: { path: pathOf(place) }, body }));
    },
    onMutate: () => setId(undefined),
    onSuccess: ({ job_id }) => setId(job_id),
  });
  const { data: job } = useQuery({
    queryKey: [...datasetKey(place.datasetId), "import", id],
    queryFn: ({ signal }) => call(api.GET(IMPORTS, { params: { path: pathOf(place), query: { job_id: id } }, signal })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (!state.data || isRunning(state.data) ? 500 : false),
  });
  const done = job?.job_status === "completed";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is done
  useEffect(() => {
    if (!done) return;
    onDone();
    toasts.show({ kind: "success", title: t("reader.imported", { count: job.total }) });
    void queries.invalidateQueries({ queryKey: datasetKey(place.datasetId) });
  }, [done]);
  return { begin, job };
}
