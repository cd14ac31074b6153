import { type OssAddress, parseOssAddress } from '../../service/oss-address.ts';
import { callable, oneOf, show, text } from '../../shared/checks.ts';
import type { TaskPlace } from '../task-calls.ts';
import { checkOfInstance, taskPath } from '../task-ref.ts';
import { checkFolder, checkStore, type MetaFileStore } from './meta-file.ts';
import type { SubmitIntent } from './submit-intent.ts';

export interface SubmitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called by the service when the task is over; http or https. */
  readonly callbackAddress?: string | undefined;
  /**
   * What to do while another task is running on the instance, which runs one at a time: reject with `TASK_RUNNING`; wait
   * until it is over; or take it for the one that is asked for, if it has the same folder and began after `adoptSince`,
   * by the service's clock.
   *
   * @default 'refuse'
   */
  readonly whenRunning?: (typeof WHEN_RUNNING)[number] | undefined;
  /** For `adopt`: milliseconds adoptSince 1970, such as when this work was begun before a crash. @default when the client was made */
  readonly adoptSince?: number | undefined;
  /**
   * Runs when no other task is running, just before this one starts: the moment to put increment.meta in its place.
   * The ETag that it gives, such as `store.put` does, is then looked for.
   */
  readonly beforeSubmit?: (options: {
    readonly signal: AbortSignal | undefined;
    // biome-ignore lint/suspicious/noConfusingVoidType: a function that gives nothing must be allowed, too
  }) => Promise<{ readonly etag?: string | undefined } | void>;
  /** Where increment.meta lies: asked, just before the task starts, whether it is there. @default not asked */
  readonly store?: MetaFileStore | undefined;
  /** Of increment.meta as it was written: another one in its place is refused. Takes a `store`. */
  readonly etag?: string | undefined;
  /**
   * Hears what is about to be sent, and can save it: see `findStarted`. Nothing is sent before it resolves. Who aborts
   * after that has no other way to learn which task it was.
   */
  readonly onIntent?: ((intent: SubmitIntent) => Promise<void>) | undefined;
  /** Of an previousIntent submit of this file whose end is not known: if a task of it shows by now, that is returned. */
  readonly previousIntent?: SubmitIntent | undefined;
}

export const WHEN_RUNNING = ['refuse', 'wait', 'adopt'] as const;

type WhenRunning = (typeof WHEN_RUNNING)[number];

/** What is to be submitted, checked. */
export interface TaskOrder extends SubmitOptions {
  readonly address: OssAddress;
  readonly place: TaskPlace;
  readonly whenRunning: WhenRunning;
  readonly adoptSince: number;
}

/** @throws {TypeError} before any I/O, for a folder or an option that breaks a rule */
export function taskOrder(
  folder: string,
  options: SubmitOptions,
  {
    region,
    instance,
    madeAt,
  }: { readonly region: string; readonly instance: string; readonly madeAt: number },
): TaskOrder {
  const {
    callbackAddress,
    store,
    etag,
    adoptSince = madeAt,
    beforeSubmit,
    onIntent,
    previousIntent,
  } = options;
  const whenRunning = oneOf(WHEN_RUNNING, 'whenRunning', options.whenRunning ?? 'refuse');
  const address = parseOssAddress(folder);
  checkFolder(address);
  checkCallbackAddress(callbackAddress);
  if (beforeSubmit !== undefined) callable('beforeSubmit', beforeSubmit);
  if (onIntent !== undefined) callable('onIntent', onIntent);
  if (typeof adoptSince !== 'number' || Number.isNaN(adoptSince))
    throw wrong('adoptSince', 'milliseconds adoptSince 1970', adoptSince);
  if (store !== undefined) checkStore(store, address, region);
  if (etag !== undefined) text('etag', etag);
  if (etag !== undefined && store === undefined)
    throw new TypeError(`Cannot submit as 'etag' takes a 'store' that can be asked`);
  if (previousIntent !== undefined) checkOfInstance('a submit intent', previousIntent, { region, instance });
  const place = { bucket: address.bucket, path: taskPath(address.folder) };
  return { ...options, address, place, whenRunning, adoptSince };
}

/** It is not shown: an address that cannot be guessed is a secret. */
export function checkCallbackAddress(address: string | undefined): void {
  if (address === undefined) return;
  const isWeb = typeof address === 'string' && /^https?:\/\/./.test(address) && URL.canParse(address);
  if (isWeb) return;
  throw new TypeError(
    `Cannot submit as 'callbackAddress' must be a URL that begins with http:// or https://`,
  );
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot submit as '${name}' must be ${rule}: current value is ${show(value)}`);
