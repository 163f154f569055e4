import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useDeferredValue, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, IconButton, Input, Select, Textarea } from "@/ui";
import { documentsQuery } from "../documents/queries";
import { GRADES, givenOf, MAX_ROWS, type Row, rowErrors, rowsOf } from "./expected";
import { evaluationKey, type Question, saveQuestion } from "./queries";

type Props = {
  datasetId: string;
  setId: string;
  /** Absent: a new one. */
  question: Question | undefined;
  onClose: () => void;
};

/** A question, and what should be found for it. */
export function QuestionDialog({ datasetId, setId, question, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [text, setText] = useState(question?.question ?? "");
  const [rows, setRows] = useState<Row[]>(question ? rowsOf(question) : [{ document: "", grade: 1 }]);
  const given = givenOf(text, rows);
  const save = useMutation({
    mutationFn: () => saveQuestion(datasetId, setId, question, given!),
    onSuccess: onClose,
    // Of two steps the first may have been done.
    onSettled: () => queries.invalidateQueries({ queryKey: evaluationKey(datasetId) }),
  });
  const wrong = rowErrors(save.error);
  const put = (next: Row[]) => {
    setRows(next);
    save.reset();
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(question ? "evaluation.editQuestion" : "evaluation.addQuestion")}
      onSubmit={() => given && !save.isPending && save.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!given} busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("evaluation.question")}>
        <Textarea autoFocus maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 font-medium">{t("evaluation.expected")}</legend>
        {rows.map((row, at) => (
          <ExpectedRow
            // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing else of their own
            key={at}
            datasetId={datasetId}
            number={at + 1}
            row={row}
            error={wrong[at]}
            onChange={(next) => put(rows.with(at, next))}
            onRemove={() => put(rows.toSpliced(at, 1))}
          />
        ))}
        <Button
          size="small"
          className="self-start"
          icon={<Plus aria-hidden size={12} />}
          disabled={rows.length >= MAX_ROWS}
          onClick={() => put([...rows, { document: "", grade: 1 }])}
        >
          {t("evaluation.addAnswer")}
        </Button>
        <p className="text-xs text-muted">{t("evaluation.gradeHint")}</p>
      </fieldset>
      {Object.keys(wrong).length === 0 && <FormError error={save.error} />}
    </Dialog>
  );
}

type RowProps = {
  datasetId: string;
  number: number;
  row: Row;
  error: string | undefined;
  onChange: (row: Row) => void;
  onRemove: () => void;
};

function ExpectedRow({ datasetId, number, row, error, onChange, onRemove }: RowProps) {
  const { t } = useTranslation("datasets");
  const list = useId();
  const typed = useDeferredValue(row.id ? "" : row.document.trim());
  // Found by the name, whatever folder is typed before it.
  const keyword = typed.slice(typed.lastIndexOf("/") + 1);
  const found = useInfiniteQuery({
    ...documentsQuery(datasetId, { keyword }),
    enabled: !row.id,
    refetchInterval: false,
  });
  const documents = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Input
        aria-label={t("evaluation.document", { number })}
        className="min-w-32 flex-1"
        maxLength={1300}
        list={list}
        placeholder={t("evaluation.documentHint")}
        value={row.document}
        aria-invalid={error ? true : undefined}
        readOnly={row.segmentId !== undefined}
        onChange={(event) => onChange({ document: event.target.value, grade: row.grade })}
      />
      <datalist id={list}>
        {documents.map(({ id, folder, name }) => (
          <option key={id} value={folder ? `${folder}/${name}` : name} />
        ))}
      </datalist>
      <Select
        aria-label={t("evaluation.gradeOf", { number })}
        className="w-auto!"
        value={row.grade}
        onChange={(event) => onChange({ ...row, grade: Number(event.target.value) })}
      >
        {GRADES.map((grade) => (
          <option key={grade} value={grade}>
            {t("evaluation.grade", { grade })}
          </option>
        ))}
      </Select>
      <IconButton
        size="small"
        label={t("evaluation.removeAnswer", { number })}
        icon={<X aria-hidden size={14} />}
        onClick={onRemove}
      />
      {error && <p className="w-full text-xs wrap-anywhere text-danger-ink">{error}</p>}
      {row.quote && <p className="line-clamp-2 w-full text-xs wrap-anywhere text-muted">“{row.quote}”</p>}
    </div>
  );
}
