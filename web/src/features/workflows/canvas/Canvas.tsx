import "@xyflow/react/dist/base.css";
import "./canvas.css";
import {
  Background,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { useImperativeHandle, useMemo, useState } from "react";
import { refused } from "../graph/connecting";
import { Card, CardActions } from "./Card";
import { Container } from "./Container";
import { FarView, SmallMap, useFar } from "./FarView";
import { type FlowNode, FlowNodes, flowEdges } from "./flow";
import { Group } from "./Group";
import { Line } from "./Line";
import { Note } from "./Note";
import type { CanvasProps } from "./props";
import { boxAt, shown } from "./shown";
import { useDrag } from "./useDrag";
import { useHandle } from "./useHandle";

const NODE_TYPES = { card: Card, container: Container, note: Note, frame: Group };
const EDGE_TYPES = { line: Line };
const NONE: FlowNode[] = [];

/** The graph as it is drawn. */
export default function Canvas(props: CanvasProps) {
  const actions = useMemo(() => ({ fold: props.onFold, readOnly: props.readOnly }), [props.onFold, props.readOnly]);
  return (
    <CardActions value={actions}>
      <ReactFlowProvider>
        <Drawn {...props} />
      </ReactFlowProvider>
    </CardActions>
  );
}

function Drawn(props: CanvasProps) {
  const { graph, folded, selected, selectedEdges, current, worst, readOnly } = props;
  const items = useMemo(() => shown(graph, folded), [graph, folded]);
  const far = useFar(items);
  const [known] = useState(() => new FlowNodes());
  const nodes = useMemo(
    () => known.of(items, { selected, current, worst, readOnly }),
    [known, items, selected, current, worst, readOnly],
  );
  const edges = useMemo(() => flowEdges(items, selectedEdges), [items, selectedEdges]);
  const handle = useHandle(items, current);
  useImperativeHandle(props.handle, () => handle, [handle]);
  const drag = useDrag(nodes, props);
  const { screenToFlowPosition, setCenter, getZoom } = useReactFlow();

  const released: OnConnectEnd = (event, { fromNode, fromHandle, toHandle, isValid }) => {
    if (isValid || toHandle || !fromNode || fromHandle?.type !== "source") return;
    const point = "changedTouches" in event ? event.changedTouches[0]! : event;
    const at = screenToFlowPosition({ x: point.clientX, y: point.clientY });
    props.onLoose({ source: fromNode.id, sourceHandle: fromHandle.id ?? null, at });
  };
  const pressed = (event: React.MouseEvent) => {
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const box = far ? boxAt(items, x, y) : undefined;
    props.onChooseEdges([]);
    props.onChoose(box ? [box.id] : []);
    if (box && event.detail > 1) void setCenter(x, y, { zoom: 1 });
  };

  return (
    <>
      {far && <FarView items={items} selected={selected} worst={worst} />}
      <ReactFlow
        nodes={far ? NONE : drag.nodes}
        edges={far ? [] : edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={drag.change}
        onEdgesChange={(changes) => {
          const chosen = changes.filter((change) => change.type === "select");
          if (chosen.length > 0) props.onChooseEdges(chosen.filter((each) => each.selected).map(({ id }) => id));
        }}
        onConnect={(ends) => props.onConnect(ends)}
        onConnectEnd={released}
        isValidConnection={(ends) => refused(graph, ends) === null}
        onNodeClick={({ shiftKey, metaKey, ctrlKey }, { id }) => {
          if (!shiftKey && !metaKey && !ctrlKey) props.onOpen(id);
        }}
        onPaneClick={pressed}
        onlyRenderVisibleElements
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectNodesOnDrag={false}
        selectionMode={SelectionMode.Partial}
        nodesConnectable={!readOnly}
        connectOnClick={false}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.05}
        maxZoom={2}
        defaultViewport={handle.first}
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={24} color="var(--color-line)" />
      </ReactFlow>
      <SmallMap
        items={items}
        selected={selected}
        worst={worst}
        onGo={(x, y) => void setCenter(x, y, { zoom: getZoom() })}
      />
    </>
  );
}
