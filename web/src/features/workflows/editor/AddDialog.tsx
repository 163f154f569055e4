import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { NodeIcon } from "../canvas/NodeIcon";
import { parentOf } from "../graph/document";
import type { NodeKind } from "../kinds/kind";
import { kindOf, offered } from "../kinds/registry";
import { kindName, kindWhat } from "../kinds/words";
import { added, freeHandle, freshData } from "./adding";
import { Chooser } from "./Chooser";
import { useStore } from "./context";
import { HandleChoice } from "./HandleChoice";
import { blocksQuery } from "./queries";
import { type Opened, useUi } from "./ui";

const GROUPS: NodeKind["group"][] = ["start", "ai", "logic", "data", "actions", "people", "output"];

/** A node of a type, after the one that it was asked for from. */
export function AddDialog({ opened }: { opened: Extract<Opened, { what: "add" }> }) {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const store = useStore();
  const ui = useUi();
  const [text, setText] = useState("");
  const { data: blocks } = useQuery(blocksQuery(app.id));
  const from = store.node(opened.from);
  const [handle, setHandle] = useState(() => opened.handle ?? (from && freeHandle(store.graph, from)));
  const within = from && store.node(parentOf(from) ?? null)?.data.type;
  const kinds = useMemo(
    () => (blocks ? offered(app.mode, within).filter(({ type }) => blocks.has(type)) : []),
    [app.mode, within, blocks],
  );
  const wanted = text.trim().toLowerCase();
  const options = kinds
    .map((kind) => ({ kind, name: kindName(t, kind.type), hint: kindWhat(t, kind.type) }))
    .filter(({ name, hint, kind }) => `${name} ${hint} ${kind.type}`.toLowerCase().includes(wanted))
    // What is called so, before what is only said of it.
    .sort((one, other) => Number(!begins(one.name, wanted)) - Number(!begins(other.name, wanted)));
  const groups = GROUPS.map((group) => ({
    name: wanted ? "" : t(`groups.${group}`),
    group,
    options: options
      .filter(({ kind }) => kind.group === group)
      .map(({ kind, name, hint }) => ({ id: kind.type, name, hint, icon: <NodeIcon kind={kind} /> })),
  }));
  const choose = (type: string) => {
    const data = freshData(store.graph, type, kindName(t, type), blocks!.get(type) as Record<string, unknown>);
    const follows = kindOf(type).isRoot ? undefined : from;
    const { part, change } = added(store.graph, {
      data,
      from: follows ?? (opened.at ? undefined : from),
      handle: follows ? (handle ?? undefined) : undefined,
      edge: opened.edge,
      at: opened.at ?? (from ? undefined : ui.middle()),
    });
    store.add(part, change);
    ui.open(null);
    ui.go(part.nodes[0]!.id);
    ui.focus();
  };
  const shown = wanted
    ? [
        {
          name: "",
          options: options.map(
            ({ kind }) => groups.flatMap((each) => each.options).find(({ id }) => id === kind.type)!,
          ),
        },
      ]
    : groups;
  return (
    <Chooser
      title={from ? t("editor.add.after", { title: from.data.title }) : t("editor.add.title")}
      label={t("editor.add.label")}
      groups={shown}
      text={text}
      onText={setText}
      onChoose={choose}
      onClose={() => ui.open(null)}
    >
      {from && !opened.edge && <HandleChoice node={from} value={handle ?? ""} onChange={setHandle} />}
    </Chooser>
  );
}

const begins = (name: string, text: string) => text === "" || name.toLowerCase().startsWith(text);
