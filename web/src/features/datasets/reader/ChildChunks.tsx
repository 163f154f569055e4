import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Button, ConfirmDialog, Dialog, Field, FormError, fieldTexts, IconButton, Textarea } from "@/ui";
import { useChildRemoval, useChildText } from "./changes";
import type { Child, Place, Segment } from "./queries";

type Props = { place: Place; segment: Segment; editable: boolean };
type Asked = { verb: "write"; child?: Child } | { verb: "delete"; child: Child };

/** What is searched in the place of a segment: it answers for them. */
export function ChildChunks({ place, segment, editable }: Props) {
  const { t } = useTranslation("datasets");
  const [asked, setAsked] = useState<Asked | null>(null);
  const children = segment.child_chunks ?? [];
  const close = () => setAsked(null);
  return (
    <details className="rounded-md border border-line text-xs">
      <summary className="cursor-pointer rounded-md px-3 py-1.5 font-medium">
        {t("reader.children", { count: children.length })}
      </summary>
      <ol
        aria-label={t("reader.childrenOf", { number: segment.position })}
        className="divide-y divide-line border-t border-line"
      >
        {children.map((child) => (
          <li key={child.id} className="flex items-start gap-2 px-3 py-1.5">
            <p className="min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere">{child.content}</p>
            {child.type === "customized" && <Badge tone="info">{t("reader.edited")}</Badge>}
            {editable && (
              <span className="-my-1 flex shrink-0">
                <IconButton
                  size="small"
                  label={t("reader.editChild", { number: child.position })}
                  icon={<Pencil aria-hidden size={13} />}
                  onClick={() => setAsked({ verb: "write", child })}
                />
                <IconButton
                  size="small"
                  label={t("reader.deleteChild", { number: child.position })}
                  icon={<Trash2 aria-hidden size={13} />}
                  onClick={() => setAsked({ verb: "delete", child })}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      {editable && (
        <div className="border-t border-line px-3 py-2">
          <Button size="small" icon={<Plus aria-hidden size={12} />} onClick={() => setAsked({ verb: "write" })}>
            {t("reader.addChild")}
          </Button>
        </div>
      )}
      {asked?.verb === "write" && <ChildDialog place={place} segment={segment} child={asked.child} onClose={close} />}
      {asked?.verb === "delete" && <DeleteChild place={place} segment={segment} child={asked.child} onClose={close} />}
    </details>
  );
}

type ChildProps = { place: Place; segment: Segment; child: Child | undefined; onClose: () => void };

function ChildDialog({ place, segment, child, onClose }: ChildProps) {
  const { t } = useTranslation("datasets");
  const [content, setContent] = useState(child?.content ?? "");
  const save = useChildText(place, segment, child, onClose);
  const fields = fieldTexts(save.error);
  const whole = content.trim() !== "";
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={child ? t("reader.editChild", { number: child.position }) : t("reader.addChild")}
      description={t("reader.childWhat")}
      onSubmit={() => whole && !save.isPending && save.mutate(content)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!whole} busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("reader.content")} error={fields.content}>
        <Textarea
          autoFocus
          className="min-h-32"
          maxLength={40_000}
          value={content}
          onChange={(event) => setContent(event.target.value)}
        />
      </Field>
      {!fields.content && <FormError error={save.error} />}
    </Dialog>
  );
}

function DeleteChild({ place, segment, child, onClose }: ChildProps & { child: Child }) {
  const { t } = useTranslation("datasets");
  const remove = useChildRemoval(place, segment, onClose);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("reader.deleteChildTitle", { number: child.position })}
      description={t("reader.deleteChildWhat")}
      action={t("reader.deleteChildAction")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(child)}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
