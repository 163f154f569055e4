import { perform, type Task } from "./tasks";

// The types of a page and those of a worker exclude each other; this is what of a worker is used.
const worker = self as unknown as {
  onmessage: (event: MessageEvent<{ id: number; task: Task }>) => void;
  postMessage: (message: unknown) => void;
};

worker.onmessage = async ({ data: { id, task } }) => {
  try {
    const outcome = await perform(task, (event) => worker.postMessage({ id, event }));
    worker.postMessage({ id, outcome });
  } catch (error) {
    worker.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
};
