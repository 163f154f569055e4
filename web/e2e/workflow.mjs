// Workflows for tests and measurements.

/** `count` nodes in rows of a hundred, each after the one before it. */
export function longGraph(count) {
  const nodes = Array.from({ length: count }, (_, at) => ({
    id: at === 0 ? "start" : `step_${at}`,
    type: "custom",
    position: { x: (at % 100) * 320, y: Math.floor(at / 100) * 140 },
    data:
      at === 0
        ? { type: "start", title: "Start", variables: [] }
        : { type: "template-transform", title: `Step ${at}`, template: `${at}`, variables: [] },
  }));
  const edges = nodes.slice(1).map(({ id }, at) => ({
    id: `${nodes[at].id}-${id}`,
    type: "custom",
    source: nodes[at].id,
    sourceHandle: "source",
    target: id,
    targetHandle: "target",
  }));
  return { nodes, edges, viewport: { x: 0, y: 0, zoom: 1 } };
}

/** In the page: counts what is drawn whenever something changes; `most` is what there ever was at once. */
export function watchDrawn() {
  const drawn = () => document.querySelectorAll(".react-flow__node, .react-flow__edge").length;
  const found = { most: drawn() };
  new MutationObserver(() => {
    found.most = Math.max(found.most, drawn());
  }).observe(document, { childList: true, subtree: true });
  window.drawn = found;
}

/** In the page: which nodes and edges change from frame to frame; `most` is how many did in one. */
export function watchFrames() {
  const found = { most: 0, frames: 0 };
  const changed = new Set();
  const observer = new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target.closest?.(".react-flow__node, .react-flow__edge");
      if (element) changed.add(element.dataset.id);
    }
  });
  const canvas = document.querySelector(".react-flow");
  observer.observe(canvas, { attributes: true, childList: true, characterData: true, subtree: true });
  const frame = () => {
    if (changed.size > 0) found.frames++;
    found.most = Math.max(found.most, changed.size);
    changed.clear();
    if (window.framed === found) requestAnimationFrame(frame);
  };
  window.framed = found;
  requestAnimationFrame(frame);
}
