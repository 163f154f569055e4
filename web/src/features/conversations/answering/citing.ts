// In what a model wrote, "[1]" where there is such a source: a place to go to it.

type Node = { type: string; value?: string; url?: string; children?: Node[] };

const MARK = /\[(\d{1,3})\]/g;
export const CITED = "#source-";

/** For react-markdown: makes links of the numbers of these sources. What is code or a link stays as it is. */
export function citing(numbers: readonly number[]) {
  return () => (tree: Node) => mark(tree, new Set(numbers));
}

function mark(node: Node, numbers: ReadonlySet<number>): void {
  if (node.type === "link" || node.type === "linkReference" || !node.children) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === "text") return partsOf(child.value ?? "", numbers);
    mark(child, numbers);
    return [child];
  });
}

function partsOf(text: string, numbers: ReadonlySet<number>): Node[] {
  const parts: Node[] = [];
  let at = 0;
  for (const found of text.matchAll(MARK)) {
    if (!numbers.has(Number(found[1]))) continue;
    if (found.index > at) parts.push({ type: "text", value: text.slice(at, found.index) });
    parts.push({ type: "link", url: `${CITED}${found[1]}`, children: [{ type: "text", value: found[0] }] });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push({ type: "text", value: text.slice(at) });
  return parts;
}
