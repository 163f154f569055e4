import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { NodeIcon } from "../canvas/NodeIcon";
import { summaryOf } from "../canvas/sizes";
import { found } from "../graph/find";
import { rowsOf } from "../graph/order";
import { kindOf } from "../kinds/registry";
import { kindName } from "../kinds/words";
import { Chooser } from "./Chooser";
import { useStore } from "./context";
import { useUi } from "./ui";

const MOST = 50;

/** Goes to a node by what is written in it. */
export function FindDialog() {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const named = (type: string) => kindName(t, type);
  const nodes = wanted.trim() ? found(store.graph, wanted, named) : rowsOf(store.graph).map(({ node }) => node);
  const options = nodes.slice(0, MOST).map((node) => ({
    id: node.id,
    name: node.data.title || named(node.data.type),
    hint: [named(node.data.type), summaryOf(node)].filter(Boolean).join(" · "),
    icon: <NodeIcon kind={kindOf(node.data.type)} />,
  }));
  return (
    <Chooser
      title={t("editor.find.title")}
      label={t("editor.find.label")}
      groups={[{ name: "", options }]}
      text={text}
      onText={setText}
      onChoose={(id) => {
        ui.open(null);
        ui.go(id);
        ui.focus();
      }}
      onClose={() => ui.open(null)}
    />
  );
}
