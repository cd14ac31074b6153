import type { ImageSearchService } from '../../service/image-search-service.ts';
import type { Patience } from '../../service/patience.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { TaskLocation } from './task-location.ts';
import type { TaskRef } from './task-ref.ts';
import { readTaskState, type TaskState } from './task-state.ts';

/** One page of IncreaseList. */
export interface TaskPage {
  readonly tasks: readonly TaskState[];
  /** Number of tasks on all pages; undefined when the service gives none. */
  readonly total: number | undefined;
  /** When the service wants to be asked again, in ms from now. */
  readonly retryAfterMs: number | undefined;
}

/** The parameters of IncreaseList, by its own names. */
type ListQuery = Readonly<Record<string, string | undefined>>;

/** The two calls of the service that batch tasks are made of, and the reading of their answers. */
export class TaskCalls {
  readonly #service: ImageSearchService;
  readonly #patience: Patience | undefined;

  /** @param patience with which IncreaseList waits for a service that is away; without it, that throws */
  constructor(service: ImageSearchService, patience?: Patience) {
    this.#service = service;
    this.#patience = patience;
  }

  /** The same calls, with this patience. */
  patiently(patience: Patience): TaskCalls {
    return new TaskCalls(this.#service, patience);
  }

  get region(): string {
    return this.#service.connection.region;
  }

  get instance(): string {
    return this.#service.connection.instance;
  }

  /** Calls IncreaseInstance, once: it is not idempotent. */
  async start(
    { bucket, path }: TaskLocation,
    callbackAddress: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<TaskRef> {
    const parameters = { BucketName: bucket, Path: path, CallbackAddress: callbackAddress };
    const { body } = await this.#service.call('IncreaseInstance', parameters, signal);
    const id = (body['Data'] as { Id?: unknown } | null | undefined)?.Id;
    if (!/^[\w-]+$/.test(String(id ?? ''))) throw badAnswer('IncreaseInstance answered without an id');
    return { version: 1, region: this.region, instance: this.instance, id: String(id), bucket, path };
  }

  /** Calls IncreaseList. No wait for a service that is away goes beyond `until`, in ms since 1970. */
  page(query: ListQuery, signal: AbortSignal | undefined, until?: number): Promise<TaskPage> {
    const once = () => this.#page(query, signal);
    return this.#patience === undefined ? once() : this.#patience.run(once, { signal, until });
  }

  async #page(query: ListQuery, signal: AbortSignal | undefined): Promise<TaskPage> {
    const { body, retryAfterMs } = await this.#service.call('IncreaseList', query, signal);
    const data = body['Data'] as { Increments?: { Instance?: unknown }; TotalCount?: unknown } | null;
    if (typeof data !== 'object' || data === null) throw badAnswer('IncreaseList answered without data');
    const total = Number(data.TotalCount ?? Number.NaN);
    const items = data.Increments?.Instance ?? [];
    if (!Array.isArray(items) || !items.every(isObject))
      throw badAnswer('IncreaseList answered without a list');
    if (items.length === 0 && total > 0 && isFirstPage(query))
      throw badAnswer(`IncreaseList counts ${total} tasks and lists no task`);
    return {
      tasks: items.map((item) => readTaskState(item, this.region, this.instance)),
      total: Number.isNaN(total) ? undefined : total,
      retryAfterMs,
    };
  }
}

const isObject = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null;

const isFirstPage = ({ PageNumber = '1' }: ListQuery): boolean => PageNumber === '1';

const badAnswer = (what: string) =>
  new ImageSearchError(`Cannot read what the service says of batch tasks: ${what}`, {
    code: 'BAD_ANSWER',
    retryable: true,
  });
