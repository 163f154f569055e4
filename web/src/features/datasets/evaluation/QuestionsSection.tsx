import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, errorText, IconButton, QueryList, Section, SkeletonRows, toasts } from "@/ui";
import { QuestionDialog } from "./QuestionDialog";
import { deleteQuestion, evaluationKey, type Question, questionsQuery } from "./queries";

type Props = { datasetId: string; setId: string };

/** What a set asks, and what should be found. */
export function QuestionsSection({ datasetId, setId }: Props) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Question | "new" | null>(null);
  const found = useInfiniteQuery(questionsQuery(datasetId, setId));
  const remove = useMutation({
    mutationFn: ({ id }: Question) => deleteQuestion(datasetId, setId, id),
    onSuccess: () => queries.invalidateQueries({ queryKey: evaluationKey(datasetId) }),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  const add = can("curate") && (
    <Button size="small" icon={<Plus aria-hidden size={12} />} onClick={() => setEdited("new")}>
      {t("evaluation.addQuestion")}
    </Button>
  );
  return (
    <Section title={t("evaluation.list")} actions={add}>
      <QueryList
        query={found}
        items={found.data?.pages.flatMap(({ data }) => data) ?? []}
        skeleton={<SkeletonRows rows={3} />}
        moreClass="mt-3"
        empty={<p className="text-muted">{t("evaluation.format")}</p>}
      >
        {(questions) => (
          <ol aria-label={t("evaluation.list")} className="divide-y divide-line">
            {questions.map((question) => (
              <li key={question.id} className="flex items-start gap-2 py-2 first:pt-0 last:pb-0">
                <Shown question={question} />
                {can("curate") && (
                  <span className="flex shrink-0">
                    <IconButton
                      size="small"
                      label={t("evaluation.editOne", { question: question.question })}
                      icon={<Pencil aria-hidden size={14} />}
                      onClick={() => setEdited(question)}
                    />
                    <IconButton
                      size="small"
                      label={t("deleteOne", { name: question.question })}
                      icon={<Trash2 aria-hidden size={14} />}
                      onClick={() => remove.mutate(question)}
                    />
                  </span>
                )}
              </li>
            ))}
          </ol>
        )}
      </QueryList>
      {edited && (
        <QuestionDialog
          datasetId={datasetId}
          setId={setId}
          question={edited === "new" ? undefined : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}

function Shown({ question: { question, expected } }: { question: Question }) {
  const { t } = useTranslation("datasets");
  return (
    <div className="min-w-0 flex-1">
      <p className="wrap-anywhere">{question}</p>
      <ul className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-muted">
        {expected.map(({ document_id, document, segment_id, grade }) => (
          <li key={`${document_id} ${segment_id}`} className="wrap-anywhere">
            {document} · {t("evaluation.grade", { grade })}
          </li>
        ))}
      </ul>
    </div>
  );
}
