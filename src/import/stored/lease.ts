import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { show } from '../../shared/checks.ts';
import { ImageSearchError } from '../../shared/image-search-error.ts';
import { type Clock, systemClock } from '../../shared/sleep.ts';
import { claim, namesIn, objectNames, readWhole, type StatePlace } from './state-place.ts';

/** Who has a lease. Each renewal counts on: that it does is how others know that the holder is alive. */
interface LeaseObject {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly renewals: number;
  readonly isOver?: boolean | undefined;
}

export interface LeaseOptions {
  /** A lease that is not renewed for so long, in ms, is taken over. Its holder renews it three times in that time. */
  readonly leaseMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * The right to coordinate an import whose state is in a store. Each lease is an object with a number, the fencing number, that
 * is larger than all before it. No clocks are compared: who finds a lease looks at it for `leaseMs` by its own clock, and takes
 * the next number when no renewal was seen.
 */
export class Lease implements AsyncDisposable {
  readonly fence: number;
  readonly #place: StatePlace;
  readonly #options: LeaseOptions;
  readonly #ended = new AbortController();
  #object: LeaseObject;
  #renewing: Promise<void> | undefined;
  #isLost = false;

  private constructor(place: StatePlace, fence: number, object: LeaseObject, options: LeaseOptions) {
    this.fence = fence;
    this.#place = place;
    this.#options = options;
    this.#object = object;
  }

  /** @throws {RangeError} while another process has the lease and renews it */
  static async take(place: StatePlace, options: LeaseOptions): Promise<Lease> {
    const { signal } = options;
    const own = { id: randomUUID(), host: hostname(), pid: process.pid, renewals: 0 };
    for (;;) {
      const last = await newest(place, signal);
      if (last > 0) await waitForItsEnd(place, last, options);
      const fence = last + 1;
      if (!(await claim(place, objectNames.lease(fence), bytesOf(own), signal))) continue;
      const lease = new Lease(place, fence, own, options);
      lease.#renewing = lease.#renew();
      if (last > 0) await place.store.delete(place.prefix + objectNames.lease(last), { signal });
      return lease;
    }
  }

  /** @throws {ImageSearchError} `STATE_TAKEN` when another process has taken the lease over */
  assertHeld(): void {
    if (this.#isLost) throw stateTaken(this.#place.name);
  }

  /** Ends the lease, so that the next coordinator need not wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new Error('The lease is given back'));
    await this.#renewing;
    if (this.#isLost) return;
    this.#object = { ...this.#object, isOver: true };
    await this.#put().catch(() => {}); // then it is taken over after its time
  }

  async #renew(): Promise<void> {
    const { leaseMs, clock = systemClock } = this.#options;
    const { signal } = this.#ended;
    while (!signal.aborted) {
      try {
        await clock.sleep(leaseMs / RENEWALS, signal);
        const next = objectNames.lease(this.fence + 1);
        if ((await this.#place.store.head(this.#place.prefix + next, { signal })) !== undefined) {
          this.#isLost = true;
          return;
        }
        this.#object = { ...this.#object, renewals: this.#object.renewals + 1 };
        await this.#put(signal);
      } catch {
        // The store is away, or the lease is given back. What is noted next finds out whether another one has taken over.
      }
    }
  }

  async #put(signal?: AbortSignal): Promise<void> {
    const { store, prefix } = this.#place;
    await store.put(prefix + objectNames.lease(this.fence), bytesOf(this.#object), { signal });
  }
}

export const stateTaken = (name: string) =>
  new ImageSearchError(
    `Cannot continue the import in ${show(name, LONGEST_NAME)}: another process has it now`,
    {
      code: 'STATE_TAKEN',
      advice: 'Let that process finish it: nothing that this one does would count',
    },
  );

/** Who coordinates an import; undefined when nobody does, or the lease was given back. */
export async function leaseHolder(
  place: StatePlace,
  signal: AbortSignal | undefined,
): Promise<{ readonly host: string; readonly pid: number; readonly renewals: number } | undefined> {
  const last = await newest(place, signal);
  const object = last === 0 ? undefined : await readLease(place, last, signal);
  return object === undefined || object.isOver ? undefined : object;
}

/** The largest number of a lease; 0 when there is none. */
async function newest(place: StatePlace, signal: AbortSignal | undefined): Promise<number> {
  let last = 0;
  for await (const name of namesIn(place, 'lease/', signal))
    last = Number.parseInt(name.slice('lease/'.length), 10);
  return last;
}

/** Resolves when the lease was given back, or was not renewed for its time. */
async function waitForItsEnd(
  place: StatePlace,
  fence: number,
  { leaseMs, signal, clock = systemClock }: LeaseOptions,
): Promise<void> {
  const first = await readLease(place, fence, signal);
  const until = clock.now() + leaseMs * PATIENCE;
  for (
    let now = first;
    now !== undefined && now.isOver !== true;
    now = await readLease(place, fence, signal)
  ) {
    if (now.id !== first?.id || now.renewals !== first.renewals) throw inUse(place.name, now);
    if (clock.now() >= until) return;
    await clock.sleep(Math.min(leaseMs / RENEWALS / 2, LOOK_EVERY_MS, until - clock.now()), signal);
  }
}

const RENEWALS = 3;
const LOOK_EVERY_MS = 1_000;
/** A holder whose renewal is on its way is not taken for dead. */
const PATIENCE = 1.25;

const inUse = (name: string, { host, pid }: LeaseObject) =>
  new RangeError(
    `Cannot import as one process at a time may have the state ${show(name, LONGEST_NAME)}: process ${pid} on ${show(host)} has it; wait for that process to end, or stop it`,
  );

const LONGEST_NAME = 1_100;

async function readLease(
  place: StatePlace,
  fence: number,
  signal: AbortSignal | undefined,
): Promise<LeaseObject | undefined> {
  const bytes = await readWhole(place, objectNames.lease(fence), signal);
  return bytes === undefined || bytes.length === 0
    ? undefined
    : (JSON.parse(bytes.toString()) as LeaseObject);
}

const bytesOf = (object: LeaseObject) => Buffer.from(JSON.stringify(object));
