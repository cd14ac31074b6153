import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { show } from '../../shared/options/checks.ts';
import { claim, namesIn, objectNames, readWhole, type StatePlace } from './state-place.ts';

/** Who has a lease. Each renewal counts on: that it does is how others know that the holder is alive. */
interface LeaseObject {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly renewals: number;
  /** Missing in leases of earlier versions. */
  readonly leaseMs?: number | undefined;
  readonly isOver?: boolean | undefined;
}

export interface LeaseOptions {
  /** A lease that is not renewed for so long, in ms, is taken over. Its holder renews it three times in that time. */
  readonly leaseMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** Told again and again while another holder is waited for that gives no sign, and with undefined once the wait is over. */
  readonly onWait?: ((holder: SilentHolder | undefined) => void) | undefined;
}

/** Who has a lease and was not seen to renew it, and how long it is still waited for. */
interface SilentHolder {
  readonly host: string;
  readonly pid: number;
  readonly leftMs: number;
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
  #lastRenewal: Promise<void> = Promise.resolve();
  #isLost = false;

  private constructor(place: StatePlace, fence: number, object: LeaseObject, options: LeaseOptions) {
    this.fence = fence;
    this.#place = place;
    this.#options = options;
    this.#object = object;
  }

  /** @throws {ImageSearchError} `STATE_TAKEN` while another process has the lease and renews it */
  static async take(place: StatePlace, options: LeaseOptions): Promise<Lease> {
    const { signal, leaseMs } = options;
    const own = { id: randomUUID(), host: hostname(), pid: process.pid, leaseMs, renewals: 0 };
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

  /**
   * Renews the lease, and makes sure by the store that nobody else has it: called right before a step that nothing takes back.
   * When it resolves, nobody takes the lease over for at least half of `leaseMs`.
   *
   * @throws {ImageSearchError} `STATE_TAKEN` when another process has taken the lease over
   * @throws {RangeError} when the store takes longer than half of `leaseMs` to answer, again and again
   */
  async confirm(signal: AbortSignal | undefined): Promise<void> {
    const { leaseMs, clock = systemClock } = this.#options;
    for (let tries = 1; ; tries++) {
      const since = clock.now();
      await this.#renewNow(signal);
      await this.#lookForNext(signal); // another process may have taken it while it was renewed
      this.assertHeld();
      const tookMs = clock.now() - since; // also when this process stood still meanwhile
      if (tookMs <= leaseMs / 2) return;
      if (tries === MOST_CONFIRMATIONS) throw slowStore(this.#place.name, leaseMs, tookMs);
    }
  }

  /** Ends the lease, so that the next coordinator need not wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new Error('The lease is given back'));
    await this.#renewing;
    await this.#lastRenewal.catch(() => {}); // one that was aborted
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
        await this.#renewNow(signal);
        if (this.#isLost) return;
      } catch {
        // The store is away, or the lease is given back. What is noted next finds out whether another one has taken over.
      }
    }
  }

  /** A lease that was lost is not renewed. One renewal is put after the other. */
  #renewNow(signal: AbortSignal | undefined): Promise<void> {
    const renew = async () => {
      await this.#lookForNext(signal);
      if (this.#isLost) return;
      this.#object = { ...this.#object, renewals: this.#object.renewals + 1 };
      await this.#put(signal);
    };
    const turn = this.#lastRenewal.then(renew, renew); // whoever asked for the one before has its failure
    this.#lastRenewal = turn;
    return turn;
  }

  async #lookForNext(signal: AbortSignal | undefined): Promise<void> {
    const { store, prefix } = this.#place;
    const next = prefix + objectNames.lease(this.fence + 1);
    if ((await store.head(next, { signal })) !== undefined) this.#isLost = true;
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

const MOST_CONFIRMATIONS = 10;

const slowStore = (name: string, leaseMs: number, tookMs: number) =>
  new RangeError(
    `Cannot start a task as 'leaseMs' must be at least twice the time in which the state ${show(name, LONGEST_NAME)} answers, ${Math.ceil(tookMs)} ms: current value is ${leaseMs}; continue with a longer lease`,
  );

/** Who has a lease and has not given it back. */
export interface LeaseHolder {
  readonly host: string;
  readonly pid: number;
  /** Since its last renewal, by the clocks of the store and of this machine; undefined when the store does not say. */
  readonly silentMs: number | undefined;
  /** Whether it was silent for so long that another process may take the lease over. */
  readonly isLost: boolean;
}

/** Who coordinates an import; undefined when nobody does, or the lease was given back. */
export async function leaseHolder(
  place: StatePlace,
  signal: AbortSignal | undefined,
): Promise<LeaseHolder | undefined> {
  const last = await newest(place, signal);
  const object = last === 0 ? undefined : await readLease(place, last, signal);
  if (object === undefined || object.isOver) return undefined;
  const { host, pid, leaseMs = Number.POSITIVE_INFINITY } = object;
  const found = await place.store.head(place.prefix + objectNames.lease(last), { signal });
  const silentMs = found?.modified && Math.max(0, Date.now() - found.modified.getTime());
  return { host, pid, silentMs, isLost: (silentMs ?? 0) > leaseMs * PATIENCE };
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
  { leaseMs, signal, clock = systemClock, onWait }: LeaseOptions,
): Promise<void> {
  const first = await readLease(place, fence, signal);
  const until = clock.now() + leaseMs * PATIENCE;
  for (
    let now = first;
    now !== undefined && now.isOver !== true;
    now = await readLease(place, fence, signal)
  ) {
    if (now.id !== first?.id || now.renewals !== first.renewals) throw inUse(place.name, now);
    const leftMs = until - clock.now();
    if (leftMs <= 0) break;
    onWait?.({ host: now.host, pid: now.pid, leftMs });
    await clock.sleep(Math.min(leaseMs / RENEWALS / 2, LOOK_EVERY_MS, leftMs), signal);
  }
  onWait?.(undefined);
}

const RENEWALS = 3;
const LOOK_EVERY_MS = 1_000;
/** A holder whose renewal is on its way is not taken for dead. */
const PATIENCE = 1.25;

const inUse = (name: string, { host, pid }: LeaseObject) =>
  new ImageSearchError(
    `Cannot import as one process at a time may have the state ${show(name, LONGEST_NAME)}: process ${pid} on ${show(host)} has it`,
    { code: 'STATE_TAKEN', advice: 'Wait for that process to end, or stop it' },
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
