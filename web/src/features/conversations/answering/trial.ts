import { api, apiFetch, asApiError, call } from "@/api";
import type { Inputs } from "@/features/apps/configs/inputs";
import type { AppMode } from "@/features/apps/modes";
import type { SentFile } from "../files/attachments";
import { type AnswerEvent, begun, type Exchange, ended, failed, heard, isLast, isOpen } from "./exchange";
import { follow } from "./follow";

/** How long an answer that was stopped may take to end. */
const STOP_MS = 15_000;

/** `assetVersion`: which files are read; null: those that the config says. A chatflow has its draft as a config. */
type Question = { query: string; files: SentFile[]; inputs: Inputs; config?: object; assetVersion: string | null };

const PATHS: Partial<Record<AppMode, string>> = {
  completion: "completion-messages",
  "advanced-chat": "advanced-chat/workflows/draft/run",
};

/** What a member asks an app on trial. One conversation at a time; an answer that is under way is followed to its end. */
export class Trial {
  exchanges: readonly Exchange[] = [];
  private listeners = new Set<() => void>();
  private following: AbortController | null = null;
  private last: Question | null = null;

  constructor(
    readonly appId: string,
    readonly mode: AppMode,
    /** Who else listens to the run. */
    private readonly also: (event: AnswerEvent) => void = () => {},
  ) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** The same array until something changes. */
  read = () => this.exchanges;

  get open(): Exchange | undefined {
    return this.exchanges.find(isOpen);
  }

  /** Resolves when the answer is over, however it ended. */
  async ask(question: Question): Promise<void> {
    if (this.open) return;
    this.last = question;
    const before = this.mode === "completion" ? undefined : this.exchanges.findLast((each) => each.messageId);
    const exchange = begun(question.query, before?.messageId ?? null, question.files, question.assetVersion);
    if (this.mode === "completion") this.set([exchange]);
    else this.set([...this.exchanges, exchange]);
    await this.follow(exchange.id, question, before?.conversationId ?? null);
  }

  /** The last question once more, in the place of the answer that failed or was stopped; config and files as they are by now. */
  async retry(config: object | undefined, assetVersion: string | null): Promise<void> {
    const asked = this.last;
    if (!asked || this.open) return;
    this.set(this.exchanges.slice(0, -1));
    await this.ask({ ...asked, config, assetVersion });
  }

  /** Asked for before the run has told its id, it is sent as soon as that is known. */
  async stop(): Promise<void> {
    const exchange = this.open;
    if (!exchange) return;
    this.change(exchange.id, (each) => ({ ...each, stopping: true }));
    setTimeout(() => this.giveUp(exchange.id), STOP_MS);
    if (!exchange.taskId) return;
    const path = { app_id: this.appId, task_id: exchange.taskId };
    try {
      if (this.mode === "completion")
        await call(api.POST("/console/api/apps/{app_id}/completion-messages/{task_id}/stop", { params: { path } }));
      else await call(api.POST("/console/api/apps/{app_id}/chat-messages/{task_id}/stop", { params: { path } }));
    } catch (error) {
      // It may have ended meanwhile, and then there is nothing left to stop.
      if (this.open?.id !== exchange.id) return;
      this.change(exchange.id, (each) => ({ ...each, stopping: false }));
      throw error;
    }
  }

  /** Nothing came of a stop, by a server or a network that says nothing: whoever asked need not wait for them. */
  private giveUp(id: number): void {
    if (this.open?.id !== id || !this.open.stopping) return;
    this.leave();
    this.change(id, (each) => ended(each, "stopped"));
  }

  /** Forget it all: the next question begins a new conversation. */
  reset(): void {
    this.leave();
    this.set([]);
  }

  /** Listen no more. The run goes on, and is in the logs. */
  leave(): void {
    this.following?.abort();
    this.following = null;
  }

  private async follow(
    id: number,
    { query, files, inputs, config, assetVersion }: Question,
    conversationId: string | null,
  ) {
    const following = new AbortController();
    this.following = following;
    const { signal } = following;
    const kind = PATHS[this.mode] ?? "chat-messages";
    const parent = this.exchanges.find((each) => each.id === id)?.parentId;
    const within = conversationId ? { conversation_id: conversationId, parent_message_id: parent } : {};
    const given = files.map(({ id, kind }) => ({ type: kind, transfer_method: "local_file", upload_file_id: id }));
    const read = assetVersion === null ? {} : { asset_version: assetVersion };
    const how = { response_mode: "streaming", model_config: config, ...read };
    const body = JSON.stringify({ query, inputs, files: given, ...how, ...within });
    const at = `/console/api/apps/${this.appId}`;
    const headers = { "Content-Type": "application/json" };
    try {
      await follow({
        ask: () => apiFetch(`${at}/${kind}`, { method: "POST", headers, body, signal }),
        resume: (taskId, lastId) => {
          const after: HeadersInit = lastId ? { "Last-Event-ID": lastId } : {};
          return apiFetch(`${at}/runs/${taskId}/events?continue_on_pause=true`, { headers: after, signal });
        },
        isEnd: (event: AnswerEvent) => isLast(event),
        hear: (event) => {
          this.also(event);
          const before = this.open;
          this.change(id, (each) => heard(each, event));
          if (before?.stopping && !before.taskId && this.open?.taskId) void this.stop().catch(() => {});
        },
        setLost: (lost) => this.change(id, (each) => (each.lost === lost ? each : { ...each, lost })),
        signal,
      });
    } catch (error) {
      this.change(id, (each) => failed(each, asApiError(error)));
    }
    // Nobody listens any more, so nothing that is shown may wait.
    this.change(id, (each) => (isOpen(each) ? ended(each, "stopped") : each));
  }

  private change(id: number, make: (exchange: Exchange) => Exchange) {
    this.set(this.exchanges.map((each) => (each.id === id ? make(each) : each)));
  }

  private set(next: readonly Exchange[]) {
    this.exchanges = next;
    for (const listener of this.listeners) listener();
  }
}
