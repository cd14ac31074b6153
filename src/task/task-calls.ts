import type { ImageSearchService } from '../service/image-search-service.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import type { TaskRef } from './task-ref.ts';
import { readTaskState, type TaskState } from './task-state.ts';

/** Where a task works: its bucket, and `Path` of IncreaseInstance. */
export type TaskPlace = Pick<TaskRef, 'bucket' | 'path'>;

/** One page of IncreaseList. */
export interface TaskPage {
  readonly tasks: readonly TaskState[];
  /** Tasks on all pages; undefined when the service does not tell. */
  readonly total: number | undefined;
  /** When the service wants to be asked again, in ms from now. */
  readonly retryAfterMs: number | undefined;
}

/** The two calls that batch tasks are made of, and what their answers say. */
export class TaskCalls {
  readonly #service: ImageSearchService;

  constructor(service: ImageSearchService) {
    this.#service = service;
  }

  get region(): string {
    return this.#service.connection.region;
  }

  get instance(): string {
    return this.#service.connection.instance;
  }

  /** IncreaseInstance, once: it is not idempotent. */
  async start(
    { bucket, path }: TaskPlace,
    callbackAddress: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<TaskRef> {
    const parameters = {
      BucketName: bucket,
      Path: path,
      ...(callbackAddress && { CallbackAddress: callbackAddress }),
    };
    const { body } = await this.#service.call('IncreaseInstance', parameters, signal);
    const id = (body['Data'] as { Id?: unknown } | null | undefined)?.Id;
    if (!/^[\w-]+$/.test(String(id ?? ''))) throw bad('IncreaseInstance answered without an id');
    return { version: 1, region: this.region, instance: this.instance, id: String(id), bucket, path };
  }

  /** IncreaseList, by its own parameters. */
  async page(query: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<TaskPage> {
    const { body, retryAfterMs } = await this.#service.call('IncreaseList', query, signal);
    const data = body['Data'] as { Increments?: { Instance?: unknown }; TotalCount?: unknown } | null;
    if (typeof data !== 'object' || data === null) throw bad('IncreaseList answered without data');
    const total = Number(data.TotalCount ?? Number.NaN);
    const items = data.Increments?.Instance ?? [];
    if (!Array.isArray(items) || !items.every(isObject)) throw bad('IncreaseList answered without a list');
    if (items.length === 0 && total > 0 && isFirst(query))
      throw bad(`IncreaseList counts ${total} tasks and tells of none`);
    return {
      tasks: items.map((item) => readTaskState(item, this.region, this.instance)),
      total: Number.isNaN(total) ? undefined : total,
      retryAfterMs,
    };
  }
}

const isObject = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null;

const isFirst = ({ PageNumber = '1' }: Readonly<Record<string, string>>): boolean => PageNumber === '1';

const bad = (what: string) =>
  new ImageSearchError(`Cannot go on: ${what}`, { code: 'BAD_ANSWER', retryable: true });
