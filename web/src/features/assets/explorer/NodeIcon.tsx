import { Braces, File, FileArchive, FileImage, FileText, Folder, FolderOpen, Sparkles } from "lucide-react";
import { extensionOf, type TreeNode } from "./model";

const KINDS: [RegExp, typeof File][] = [
  [/^(md|markdown|txt|rst)$/, FileText],
  [/^(png|jpe?g|gif|webp|svg|ico|avif|bmp)$/, FileImage],
  [/^(zip|tar|gz|tgz|bz2|xz|7z)$/, FileArchive],
  [/^(json|ya?ml|toml|py|js|ts|tsx|jsx|css|html|sh|xml|csv)$/, Braces],
];

export function NodeIcon({ node, open }: { node: TreeNode; open?: boolean }) {
  const folder = node.node_type === "folder";
  const extension = extensionOf(node.name);
  const Icon = folder
    ? open
      ? FolderOpen
      : Folder
    : node.name === "SKILL.md"
      ? Sparkles
      : (KINDS.find(([pattern]) => pattern.test(extension))?.[1] ?? File);
  return <Icon aria-hidden size={15} className={folder ? "shrink-0 text-accent-ink" : "shrink-0 text-muted"} />;
}
