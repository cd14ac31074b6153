import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator, FaultRule } from '../../src/emulator/index.ts';
import {
  type EntryOutcome,
  ImageSearchClient,
  type ImportProgress,
  importCatalogue,
  type ObjectStore,
  type Outage,
} from '../../src/index.ts';
import { Door } from '../support/door.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { listData } from '../support/rpc-call.ts';
import { into, storeOf } from './import-test-bed.ts';
import { ENTRIES, expectTold, makeOutageCatalogue, OutageBed } from './outage-bed.ts';

let samples: Awaited<ReturnType<typeof makeOutageCatalogue>>;
let catalogue: readonly object[];
beforeAll(async () => {
  samples = await makeOutageCatalogue();
  catalogue = samples.catalogue;
});
afterAll(() => samples[Symbol.asyncDispose]());

let bed: OutageBed;
let folder: string;
let emulator: Emulator;
beforeEach(async () => {
  bed = await OutageBed.open(samples);
  ({ folder, emulator } = bed);
});
afterEach(() => bed[Symbol.asyncDispose]());

const importing = (...[options, hear]: Parameters<OutageBed['importing']>) => bed.importing(options, hear);
const expectDone = (done: Parameters<OutageBed['expectDone']>[0]) => bed.expectDone(done);

/** A clock that jumps over every wait, but not past the opening of a door. */
class DoorClock extends FakeClock {
  readonly #door: Door;

  constructor(door: Door) {
    super({ auto: true });
    this.#door = door;
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await super.sleep(ms, signal);
    await this.#door.opening;
  }
}

const openWhenAway = (door: Door) => (now: ImportProgress) => {
  if (now.waitingFor !== undefined) void door.open();
};

const DOORS = {
  OSS: { option: 'ossEndpoint', endpoint: () => emulator.ossEndpoint },
  'Image Search': { option: 'endpoint', endpoint: () => emulator.imageSearchEndpoint },
} as const;

const STAGES = [
  ['OSS', 'an upload', /^PUT \S*\.(?!meta)/],
  ['OSS', 'the put of increment.meta', /^PUT \S*increment\.meta/],
  ['OSS', 'the look at increment.meta', /^HEAD \S*increment\.meta/],
  ['Image Search', 'the list of tasks', /x-acs-action: IncreaseList/i],
  ['Image Search', 'the start of a task', /x-acs-action: IncreaseInstance/i],
  ['Image Search', 'a question to the gallery', /x-acs-action: CheckImageExists/i],
] as const;

describe('importCatalogue() in an outage', () => {
  it.each(STAGES)('waits for %s when it goes away at %s, and ends complete', async (service, _, head) => {
    const { option, endpoint } = DOORS[service];
    await using door = await Door.before(endpoint());
    door.shutAt(head);
    const options = { [option]: door.endpoint, clock: new DoorClock(door) };
    const done = await importing(options, openWhenAway(door));
    expect(door.shut).toBe(1);
    await expectDone(done);
    expectTold(done.progress, service);
  });

  it('waits for Image Search when it goes away before the first look at a task that was started', async () => {
    await using door = await Door.before(emulator.imageSearchEndpoint);
    let isShut = false;
    const shutOnce = (now: ImportProgress) => {
      if (now.waitingFor !== undefined) void door.open();
      if (now.stage !== 'waiting' || isShut) return;
      isShut = true;
      door.close();
    };
    const done = await importing({ endpoint: door.endpoint, clock: new DoorClock(door) }, shutOnce);
    await expectDone(done);
    expectTold(done.progress, 'Image Search');
  });

  const FAULTS: readonly [string, Outage['service'], FaultRule][] = [
    [
      'the first look at the instance',
      'Image Search',
      { kind: 'unavailable', operation: 'Detail', times: 30 },
    ],
    ['the first look into the bucket', 'OSS', { kind: 'unavailable', operation: 'GetObject', times: 30 }],
    ['the file of failures', 'OSS', { kind: 'reset', operation: 'GetObject', from: 2, times: 30 }],
    ['uploads', 'OSS', { kind: 'throttled', operation: 'PutObject', times: 100 }],
    ['the answer to a start', 'Image Search', { kind: 'lost', operation: 'IncreaseInstance' }],
    ['every operation', 'Image Search', { kind: 'html-502', service: 'imageSearch', from: 4, times: 60 }],
    ['every operation', 'OSS', { kind: 'reset', service: 'oss', from: 4, times: 60 }],
  ];
  it.each(FAULTS)('ends complete when faults hit %s of %s', async (_, service, rule) => {
    const fault = emulator.addFault(rule);
    const done = await importing({});
    expect(fault.hits).toBe(rule.times ?? 1);
    await expectDone(done);
    if (fault.hits > 1) expectTold(done.progress, service);
  });

  it('ends complete when the answer to a start and the list after it are lost for minutes', async () => {
    emulator.addFault({ kind: 'lost', operation: 'IncreaseInstance' });
    emulator.addFault({ kind: 'unavailable', operation: 'IncreaseList', from: 3, times: 40 });
    const done = await importing({});
    await expectDone(done);
    expectTold(done.progress, 'Image Search');
  });

  it.each([3, 5, 9, 14, 22])(
    'ends complete when credentials fail from request %d on for a while',
    async (from) => {
      const { accessKeyId, accessKeySecret } = emulator;
      let asked = 0;
      const getCredential = async () => {
        asked += 1;
        if (asked >= from && asked < from + 12) throw new Error('the metadata server is away');
        return { accessKeyId, accessKeySecret };
      };
      const done = await importing({ credentials: { getCredential } });
      expect(asked).toBeGreaterThan(from + 12);
      await expectDone(done);
      const told = done.progress.flatMap(({ waitingFor }) => waitingFor?.code ?? []);
      expect(new Set(told)).toEqual(new Set(['NO_CREDENTIALS']));
      expect(done.progress.at(-1)?.waitingFor).toBeUndefined();
    },
  );

  it.each(STAGES)(
    'throws what %s said last when it stays away from %s on, and continues',
    async (service, stage, head) => {
      const { option, endpoint } = DOORS[service];
      await using door = await Door.before(endpoint());
      door.shutAt(head);
      const options = { [option]: door.endpoint, clock: new DoorClock(door) };
      await expect(importing(options)).rejects.toMatchObject({
        name: 'ImageSearchError',
        // It is unknown whether the service got the call that broke.
        code: stage === 'the start of a task' ? 'SUBMIT_UNCERTAIN' : 'CONNECTION_REFUSED',
        state: join(folder, 'state'),
      });
      await door.open();
      const { summary } = await importing(options);
      expect(summary).toMatchObject({ supplied: ENTRIES, succeeded: ENTRIES - 1, failed: 1, tasks: 2 });
      const { Increments } = await listData(emulator, { PageSize: '100' });
      expect(Increments.Instance).toHaveLength(2);
    },
  );

  it('throws at once when nobody listens at the first contact, and waits when an earlier run was answered', async () => {
    await using door = await Door.before(emulator.imageSearchEndpoint);
    const clock = new DoorClock(door);
    const options = { endpoint: door.endpoint, clock };
    door.close();
    await expect(importing(options)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
    await door.open();
    const stop = new AbortController();
    const reason = new Error('enough');
    const stopping = importing({ ...options, signal: stop.signal, onOutcome: () => stop.abort(reason) });
    await expect(stopping).rejects.toBe(reason);
    door.close();
    const { summary, progress } = await importing(options, openWhenAway(door));
    expect(summary).toMatchObject({ supplied: ENTRIES, succeeded: ENTRIES - 1, failed: 1 });
    expectTold(progress, 'Image Search');
  });

  it('does not wait when patienceMs is 0', async () => {
    emulator.addFault({ kind: 'unavailable', operation: 'PutObject', times: 'always' });
    const told: unknown[] = [];
    const failing = importing({ patienceMs: 0 }, ({ waitingFor }) => void told.push(waitingFor));
    await expect(failing).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    expect(told.filter((one) => one !== undefined)).toEqual([]);
  });

  it('rejects with the signal’s reason when it aborts during a wait', async () => {
    emulator.addFault({ kind: 'unavailable', operation: 'PutObject', times: 'always' });
    const stop = new AbortController();
    const reason = new Error('enough');
    const failing = importing({ signal: stop.signal, clock: new FakeClock({ auto: true }) }, () =>
      stop.abort(reason),
    );
    await expect(failing).rejects.toBe(reason);
  });

  it('tells no entry as failed when nothing says what has failed and there is no time to ask the gallery', async () => {
    emulator.addFault({ kind: 'unavailable', operation: 'GetObject', from: 2, times: 'always' });
    const { summary, outcomes } = await importing({ verify: 'no', verifyMinutes: 0 });
    expect(outcomes.map(({ status, verified }) => [status, verified])).toEqual(
      outcomes.map(() => ['imported', false]),
    );
    expect(summary.verification).toMatchObject({ asked: 0, notAsked: ENTRIES / 2 }); // of the shard with a failure
    expect(summary.unmatched).toEqual([expect.stringContaining('file of failures')]);
  });

  it('tells no entry as failed when the gallery answers 33 of 40 questions wrongly', async () => {
    emulator.addFault({ kind: 'garbage', operation: 'CheckImageExists', from: 8, times: 'always' });
    const [row] = catalogue;
    const rows = Array.from({ length: 40 }, (_, n) => ({ ...row, productId: `Q${n}` }));
    const outcomes: EntryOutcome[] = [];
    const summary = await importCatalogue(rows, {
      ...{ ...into(emulator), images: samples.dir, state: join(folder, 'state') },
      onOutcome: (outcome) => void outcomes.push(outcome),
    });
    expect(outcomes.map(({ status }) => status)).toEqual(rows.map(() => 'imported'));
    expect(summary).toMatchObject({ succeeded: 40, failed: 0, verification: { missing: 0 } });
  });
});

describe('importCatalogue() with a store', () => {
  /** A gateway of one's own to the emulator's bucket, which says neither its bucket nor its region. */
  function gateway(): ObjectStore & { close(): void } {
    const oss = storeOf(emulator);
    return {
      name: 'my gateway',
      put: (key, content, options) => oss.put(key, content, options),
      read: (key, range, options) => oss.read(key, range, options),
      head: (key, options) => oss.head(key, options),
      delete: (key, options) => oss.delete(key, options),
      list: (prefix, options) => oss.list(prefix, options),
      close: () => oss.close(),
    };
  }

  it('stores images and increment.meta there, through an outage, and calls OSS by itself no more', async () => {
    const { close, ...store } = gateway();
    emulator.addFault({ kind: 'unavailable', operation: 'PutObject', from: 3, times: 20 });
    await expectDone(await importing({ store, ossEndpoint: '127.0.0.1:1' }));
    close();
  });

  it('takes a client without a bucket, or of another one', async () => {
    const { close, ...store } = gateway();
    const { to, ...connection } = into(emulator);
    for (const bucket of [undefined, 'another-bucket']) {
      await using client = new ImageSearchClient({ ...connection, bucket });
      const { supplied, failed } = await importCatalogue(catalogue, {
        ...{ client, to, store },
        images: samples.dir,
      });
      expect({ supplied, failed }).toEqual({ supplied: ENTRIES, failed: 1 });
    }
    close();
  });

  it.each<[string, object, RegExp]>([
    [
      'has not every method',
      { name: 's', put: async () => {} },
      /'store' must be an ObjectStore, with put\(\), read\(\)/,
    ],
    [
      'is of another bucket',
      { bucket: 'another-bucket' },
      /'store' must be of the bucket of the address, "emulated-bucket"/,
    ],
    ['is in another region', { region: 'cn-beijing' }, /must be in the region of the instance, cn-shanghai/],
  ])('throws a TypeError before anything is sent when it %s', async (_, wrong, message) => {
    const { close, ...right } = gateway();
    const store = ('put' in wrong ? wrong : { ...right, ...wrong }) as ObjectStore;
    await expect(importing({ store })).rejects.toThrow(message);
    await expect(importing({ store })).rejects.toBeInstanceOf(TypeError);
    close();
  });
});
