import { ArrowLeft, Download, X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui";
import { extensionOf, type TreeNode } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { useVerbs } from "../explorer/verbs";
import { AssetImage, isImage } from "./AssetImage";
import { useUnsaved } from "./buffers";
import { Facts } from "./Facts";
import { LargeText } from "./LargeText";
import { TextPane } from "./TextPane";
import { Whole } from "./Whole";

const PdfView = lazy(() => import("./PdfView"));
/** So much is fetched at once to be shown. */
const MAX_PDF = 50 * 1024 * 1024;

const BINARY =
  /^(zip|gz|tgz|tar|bz2|xz|7z|docx?|xlsx?|pptx?|woff2?|ttf|otf|mp[34]|mov|webm|wav|ogg|exe|so|dylib|dll|pyc|class|jar|parquet|sqlite|db|bin|onnx|pt|safetensors)$/;
const TEXT_BYTES = 5 * 1024 * 1024;

/** The file that is open: text to edit, an image to see, else what is known of it. */
export function FilePane({ node, editable }: { node: TreeNode; editable: boolean }) {
  const { t } = useTranslation("assets");
  const [asText, setAsText] = useState(false);
  const extension = extensionOf(node.name);
  const head = (tools?: ReactNode) => <Head node={node} tools={tools} />;
  if (node.status === "pending") return <Whole head={head()} body={<Facts node={node} why={t("editor.awaited")} />} />;
  if (isImage(node.name) && !asText) {
    const source = extension === "svg" && (
      <Button size="small" onClick={() => setAsText(true)}>
        {t("editor.source")}
      </Button>
    );
    return (
      <Whole
        head={head(source)}
        body={
          <div className="flex min-h-0 flex-1 items-center justify-center overflow-auto bg-sunken p-5">
            <AssetImage id={node.id} alt={node.name} className="max-h-full max-w-full" />
          </div>
        }
      />
    );
  }
  if (extension === "pdf") {
    const why =
      node.size > MAX_PDF ? t("editor.pdfTooLarge") : navigator.pdfViewerEnabled ? null : t("editor.notShown");
    const body = why ? (
      <Facts node={node} why={why} />
    ) : (
      <Suspense>
        <PdfView node={node} />
      </Suspense>
    );
    return <Whole head={head()} body={body} />;
  }
  if (BINARY.test(extension)) return <Whole head={head()} body={<Facts node={node} why={t("editor.notShown")} />} />;
  if (node.size > TEXT_BYTES) return <LargeText node={node} head={head} />;
  return <TextPane node={node} editable={editable} head={head} />;
}

function Head({ node, tools }: { node: TreeNode; tools?: ReactNode }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const unsaved = useUnsaved(node.id);
  const path = store.model.path(node.id);
  const close = () => store.open(null);
  return (
    <header className="flex min-h-11 items-center gap-1 border-b border-line px-2 py-1">
      <IconButton
        size="small"
        className="md:hidden"
        label={t("editor.back")}
        icon={<ArrowLeft aria-hidden size={16} />}
        onClick={close}
      />
      <h2 className="min-w-0 flex-1 truncate px-1 font-medium" title={path}>
        <span className="hidden font-normal text-muted sm:inline">{path.slice(0, -node.name.length)}</span>
        {node.name}
        {unsaved && <span className="ml-2 text-xs font-normal text-warn-ink">{t("editor.unsaved")}</span>}
      </h2>
      {tools}
      <IconButton
        size="small"
        label={t("explorer.download")}
        icon={<Download aria-hidden size={14} />}
        onClick={() => void verbs.download([node.id])}
      />
      <IconButton
        size="small"
        className="hidden md:inline-flex"
        label={t("close")}
        icon={<X aria-hidden size={14} />}
        onClick={close}
      />
    </header>
  );
}
