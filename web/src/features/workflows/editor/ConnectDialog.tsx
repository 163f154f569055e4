import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toasts } from "@/ui";
import { NodeIcon } from "../canvas/NodeIcon";
import { refused } from "../graph/connecting";
import { connect } from "../graph/edits";
import { found } from "../graph/find";
import { rowsOf } from "../graph/order";
import { kindOf } from "../kinds/registry";
import { kindName } from "../kinds/words";
import { freeHandle } from "./adding";
import { Chooser } from "./Chooser";
import { useStore } from "./context";
import { HandleChoice } from "./HandleChoice";
import { useUi } from "./ui";

/** Which node a node leads to: only those that it can lead to. */
export function ConnectDialog({ from: id }: { from: string }) {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const [text, setText] = useState("");
  const from = store.node(id);
  const [handle, setHandle] = useState(() => from && freeHandle(store.graph, from));
  if (!from) return null;
  const named = (type: string) => kindName(t, type);
  const nodes = text.trim() ? found(store.graph, text, named) : rowsOf(store.graph).map(({ node }) => node);
  const options = nodes
    .filter((node) => refused(store.graph, { source: id, sourceHandle: handle, target: node.id }) === null)
    .map((node) => ({
      id: node.id,
      name: node.data.title || named(node.data.type),
      hint: named(node.data.type),
      icon: <NodeIcon kind={kindOf(node.data.type)} />,
    }));
  const choose = (target: string) => {
    const why = refused(store.graph, { source: id, sourceHandle: handle, target });
    if (why) toasts.show({ kind: "error", title: t(`editor.refused.${why}`) });
    store.edit((graph) => connect(graph, { source: id, sourceHandle: handle, target }));
    ui.open(null);
    ui.focus();
  };
  return (
    <Chooser
      title={t("editor.connect.title", { title: from.data.title })}
      label={t("editor.connect.label")}
      groups={[{ name: "", options }]}
      text={text}
      onText={setText}
      onChoose={choose}
      onClose={() => ui.open(null)}
    >
      <HandleChoice node={from} value={handle ?? ""} onChange={setHandle} />
    </Chooser>
  );
}
