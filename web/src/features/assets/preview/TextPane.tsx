import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api";
import { Button, ErrorState, SkeletonRows } from "@/ui";
import { extensionOf, type TreeNode } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { unsaved, useUnsaved } from "./buffers";
import { Facts } from "./Facts";
import { LargeText } from "./LargeText";
import { textQuery } from "./queries";
import { StaleDialog } from "./StaleDialog";
import { useSaving } from "./useSaving";
import { Whole } from "./Whole";

const TextEditor = lazy(() => import("./TextEditor"));
const Markdown = lazy(() => import("./Markdown"));

type Props = { node: TreeNode; editable: boolean; head: (tools?: ReactNode) => ReactNode };
const waiting = (
  <div className="p-4">
    <SkeletonRows className="h-4" rows={8} />
  </div>
);

/** A text: its editor, and a preview where it is Markdown. */
export function TextPane({ node, editable, head }: Props) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const queries = useQueryClient();
  const text = useQuery({ ...textQuery(store.appId, node.id, node.sha256), placeholderData: (before) => before });
  const { save, theirs, close } = useSaving(node.id);
  const dirty = useUnsaved(node.id);
  const [preview, setPreview] = useState(false);
  // A line is a place in the text, not in its preview.
  const [line, setLine] = useState(store.line);
  if (line !== store.line) {
    setLine(store.line);
    if (store.line) setPreview(false);
  }
  // Another number is another editor: what it holds is replaced.
  const [edition, setEdition] = useState(0);
  const shown = useRef<string | null>(null);
  const saved = text.data?.content;
  useEffect(() => {
    if (saved === undefined || unsaved.get(node.id)) return;
    // Somebody else's content came; what we saved ourselves is in the editor already.
    if (shown.current !== null && shown.current !== saved) setEdition((before) => before + 1);
    shown.current = saved;
  }, [saved, node.id]);
  if (text.isError) {
    const not = asApiError(text.error).status;
    if (not === 413) return <LargeText node={node} head={head} />;
    const why = not === 415 ? t("editor.notText") : null;
    const body = why ? (
      <Facts node={node} why={why} />
    ) : (
      <div className="p-4">
        <ErrorState error={text.error} onRetry={() => text.refetch()} />
      </div>
    );
    return <Whole head={head()} body={body} />;
  }
  if (!text.data) return <Whole head={head()} body={waiting} />;
  const { content, sha256 } = text.data;
  const now = () => unsaved.get(node.id) ?? { text: content, sha256 };
  const change = (typed: string) => {
    shown.current = typed;
    if (typed === content && now().sha256 === sha256) unsaved.drop(node.id);
    else unsaved.set(node.id, { text: typed, sha256: now().sha256 });
  };
  const write = () => {
    if (editable && unsaved.get(node.id) && !save.isPending) save.mutate({ text: now().text, over: now().sha256 });
  };
  const keep = (mine: string) => {
    if (!theirs) return;
    unsaved.set(node.id, { text: mine, sha256: theirs.sha256 });
    close();
    save.mutate({ text: mine, over: theirs.sha256 }, { onSuccess: () => setEdition(edition + 1) });
  };
  const take = () => {
    if (!theirs) return;
    const key = textQuery(store.appId, node.id, theirs.sha256).queryKey;
    queries.setQueryData(key, { content: theirs.content, sha256: theirs.sha256 ?? "", size: node.size });
    unsaved.drop(node.id);
    store.model.put({ ...node, sha256: theirs.sha256 });
    store.changed();
    setEdition(edition + 1);
    close();
    void store.load();
  };
  const markdown = /^(md|markdown)$/.test(extensionOf(node.name));
  const tools = (
    <>
      {markdown && (
        <Button size="small" aria-pressed={preview} onClick={() => setPreview(!preview)}>
          {t(preview ? "editor.edit" : "editor.preview")}
        </Button>
      )}
      {editable && (
        <Button
          size="small"
          look={dirty ? "primary" : "secondary"}
          disabled={!dirty}
          busy={save.isPending}
          onClick={write}
        >
          {t("save")}
        </Button>
      )}
    </>
  );
  return (
    <>
      <Whole
        head={head(tools)}
        body={
          <Suspense fallback={waiting}>
            {preview && markdown ? (
              <Markdown id={node.id} text={now().text} />
            ) : (
              <TextEditor
                key={`${node.id} ${edition}`}
                text={now().text}
                extension={extensionOf(node.name)}
                line={store.line}
                label={t("editor.label", { name: node.name })}
                editable={editable}
                onChange={change}
                onSave={write}
              />
            )}
          </Suspense>
        }
      />
      {theirs && (
        <StaleDialog
          name={node.name}
          mine={now().text}
          theirs={theirs.content}
          onKeep={keep}
          onTake={take}
          onClose={close}
        />
      )}
    </>
  );
}
