// A way to the server that can be cut.
import { connect, createServer } from "node:net";

/** Returns {base, cut, stop}: `base` leads where `to` does; `cut` breaks all connections, and new ones can be made. */
export async function startCable(to) {
  const { hostname, port } = new URL(to);
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => {});
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const stop = async () => {
    const closed = new Promise((done) => server.close(done));
    cut();
    await closed;
  };
  return { base: `http://${hostname}:${server.address().port}`, cut, stop };
}
