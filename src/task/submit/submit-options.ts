import { type OssAddress, parseOssAddress } from '../../service/addresses/oss-address.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import { callable, oneOf, show, text } from '../../shared/options/checks.ts';
import type { OptionNames } from '../../shared/options/known-options.ts';
import { WHEN_RUNNING, type WhenRunning } from '../../shared/options/when-running.ts';
import type { TaskLocation } from '../calls/task-location.ts';
import { checkOfInstance, type TaskRef, taskPath } from '../calls/task-ref.ts';
import { checkFolder, checkStore } from './check-meta-file.ts';
import type { SubmitIntent } from './find-started.ts';

/** What `submit` takes. A misspelt name is an error. */
export interface SubmitOptions {
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called by the service when the task is over; http or https. */
  readonly callbackAddress?: string | undefined;
  /**
   * What to do while another task is running on the instance, which runs one at a time: reject with `TASK_RUNNING`; wait
   * until that task is over; or adopt it, which takes it for the task that is asked for if it has the same folder and was
   * created after `adoptSince`, by the service's clock.
   *
   * @default 'refuse'
   */
  readonly whenRunning?: (typeof WHEN_RUNNING)[number] | undefined;
  /** For `wait`: called with each task that is waited for. */
  readonly onRunning?: ((running: TaskRef) => void) | undefined;
  /** For `adopt`: when this work was begun, such as before a crash, in ms since 1970. @default when the client was made */
  readonly adoptSince?: number | undefined;
  /**
   * Runs when no other task is running, just before this one starts: the moment to put increment.meta into its folder.
   * The `store` must then show the ETag that this function returns, such as the result of `store.put`.
   */
  readonly beforeSubmit?:
    | ((options: {
        readonly signal: AbortSignal | undefined;
        // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing must be allowed, too
      }) => Promise<{ readonly etag?: string | undefined } | void>)
    | undefined;
  /** The bucket: asked, just before the task starts, whether increment.meta is there. @default not asked */
  readonly store?: Pick<ObjectStore, 'head' | 'bucket' | 'region'> | undefined;
  /** ETag of increment.meta as it was written: another file in its place is refused. Needs a `store`. */
  readonly etag?: string | undefined;
  /**
   * Receives what is about to be sent, and can save it: see `findStarted`. Nothing is sent before its promise resolves.
   * When the call is aborted after that, the saved intent is the only way to find the task.
   */
  readonly onIntent?: ((intent: SubmitIntent) => Promise<void>) | undefined;
  /** Called when the service has refused to start the task: the intent that was received last counts no more. */
  readonly onRefused?: (() => Promise<void>) | undefined;
  /** The intent of an earlier submit of this file whose result is unknown: if that submit started a task, it is returned. */
  readonly previousIntent?: SubmitIntent | undefined;
}

export const SUBMIT_OPTIONS: OptionNames<SubmitOptions> = {
  ...{ signal: true, callbackAddress: true, whenRunning: true, adoptSince: true, beforeSubmit: true },
  ...{ store: true, etag: true, onIntent: true, onRefused: true, previousIntent: true, onRunning: true },
};

/** What is to be submitted, checked, with the defaults. */
export interface SubmitSettings extends SubmitOptions {
  readonly address: OssAddress;
  readonly location: TaskLocation;
  readonly whenRunning: WhenRunning;
  readonly adoptSince: number;
}

/** @throws {TypeError} before any I/O, for an address or an option that breaks a rule */
export function submitSettings(
  address: string,
  options: SubmitOptions,
  client: { readonly region: string; readonly instance: string; readonly madeAt: number },
): SubmitSettings {
  const { callbackAddress, store, etag, adoptSince = client.madeAt, previousIntent } = options;
  const whenRunning = oneOf(WHEN_RUNNING, 'whenRunning', options.whenRunning ?? 'refuse');
  const parsed = parseOssAddress(address);
  checkFolder(parsed);
  checkCallbackAddress(callbackAddress);
  for (const name of ['beforeSubmit', 'onIntent'] as const)
    if (options[name] !== undefined) callable(name, options[name]);
  if (typeof adoptSince !== 'number' || Number.isNaN(adoptSince)) {
    throw new TypeError(
      `Cannot submit as 'adoptSince' must be milliseconds since 1970: current value is ${show(adoptSince)}`,
    );
  }
  if (store !== undefined) checkStore(store, parsed, client.region);
  if (etag !== undefined) text('etag', etag);
  if (etag !== undefined && store === undefined)
    throw new TypeError(`Cannot submit as 'etag' needs a 'store' that can be asked for it`);
  if (previousIntent !== undefined) checkOfInstance('a submit intent', previousIntent, client);
  const location = { bucket: parsed.bucket, path: taskPath(parsed.folder) };
  return { ...options, address: parsed, location, whenRunning, adoptSince };
}

/** The message does not show the address: an address that nobody can guess is a secret. */
export function checkCallbackAddress(address: string | undefined): void {
  if (address === undefined) return;
  const isWeb = typeof address === 'string' && /^https?:\/\/./.test(address) && URL.canParse(address);
  if (isWeb) return;
  throw new TypeError(
    `Cannot submit as 'callbackAddress' must be a URL that begins with http:// or https://`,
  );
}
