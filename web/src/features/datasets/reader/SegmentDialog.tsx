import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, Dialog, Field, FormError, fieldTexts, Textarea } from "@/ui";
import { useSegmentText } from "./changes";
import type { Place, Segment } from "./queries";

type Props = {
  place: Place;
  /** Absent: a new one. */
  segment: Segment | undefined;
  /** Whether segments here are questions with answers. */
  pairs: boolean;
  onClose: () => void;
};

/** What a segment says. The text of the document stays as it is; a new version of it keeps the edit. */
export default function SegmentDialog({ place, segment, pairs, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const [content, setContent] = useState(segment?.content ?? "");
  const [answer, setAnswer] = useState(segment?.answer ?? "");
  const [again, setAgain] = useState(true);
  const save = useSegmentText(place, segment, onClose);
  const fields = fieldTexts(save.error);
  const children = segment?.child_chunks?.length ?? 0;
  const whole = content.trim() !== "" && (!pairs || answer.trim() !== "");
  const submit = () =>
    save.mutate({
      content,
      ...(pairs ? { answer } : {}),
      ...(children > 0 ? { regenerate_child_chunks: again } : {}),
    });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={segment ? t("reader.editTitle", { number: segment.position }) : t("reader.add")}
      description={t(segment ? "reader.editWhat" : "reader.addWhat")}
      onSubmit={() => whole && !save.isPending && submit()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!whole} busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t(pairs ? "reader.question" : "reader.content")} error={fields.content}>
        <Textarea
          autoFocus
          className={pairs ? "min-h-24" : "min-h-64"}
          maxLength={40_000}
          value={content}
          onChange={(event) => setContent(event.target.value)}
        />
      </Field>
      {pairs && (
        <Field label={t("reader.answer")} error={fields.answer}>
          <Textarea
            className="min-h-40"
            maxLength={40_000}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
        </Field>
      )}
      {children > 0 && (
        <Checkbox label={t("reader.again")} checked={again} onChange={(event) => setAgain(event.target.checked)} />
      )}
      {Object.keys(fields).length === 0 && <FormError error={save.error} />}
    </Dialog>
  );
}
