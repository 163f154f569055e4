const SLICE_MS = 8;

/** Long work in slices: `if (pace.due) await pace.rest()` lets the page draw and answer between two of them. */
export class Pace {
  private began = performance.now();

  get due(): boolean {
    return performance.now() - this.began > SLICE_MS;
  }

  async rest(): Promise<void> {
    await turn();
    this.began = performance.now();
  }
}

// A message and no timer: timers are slowed down to one a second in a tab that is not seen.
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
