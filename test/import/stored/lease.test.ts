import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lease } from '../../../src/import/stored/lease.ts';
import { placeIn } from '../../../src/import/stored/state-place.ts';
import { FolderStore } from '../../../src/index.ts';
import { failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lease-'));
});
afterAll(() => rm(folder, { recursive: true }));

const LEASE_MS = 30_000;
const signal = undefined;

let leases = 0;
/** A lease of a state of its own, and how long each look at its store takes, by a clock that stands still otherwise. */
async function takeLease(takesMs: () => number = () => 0) {
  leases += 1;
  const clock = new FakeClock();
  const store = new FolderStore(folder);
  const place = placeIn(store, `${leases}`);
  const lease = await Lease.take(place, { leaseMs: LEASE_MS, clock, signal });
  const head = store.head.bind(store);
  let looks = 0;
  store.head = async (...given) => {
    const found = await head(...given);
    looks += 1;
    clock.advance(takesMs());
    return found;
  };
  return { lease, place, looks: () => looks };
}

describe('Lease.confirm()', () => {
  it('renews the lease', async () => {
    const { lease, place } = await takeLease();
    await using _ = lease;
    const renewals = async () => {
      const { bytes } = await place.store.read(`${leases}/lease/00000001.json`, { offset: 0, length: 1_000 });
      return (JSON.parse(Buffer.from(bytes).toString()) as { renewals: number }).renewals;
    };
    const before = await renewals();
    await lease.confirm(signal);
    expect(await renewals()).toBe(before + 1);
  });

  it('rejects with STATE_TAKEN when another process has taken the lease over', async () => {
    const { lease, place } = await takeLease();
    await using _ = lease;
    await place.store.put(`${leases}/lease/00000002.json`, Buffer.from('{}'));
    expect(await failureOf(lease.confirm(signal))).toMatchObject({ code: 'STATE_TAKEN' });
  });

  it('asks anew when the process has stood still while it asked', async () => {
    const stood = [LEASE_MS];
    const { lease, looks } = await takeLease(() => stood.pop() ?? 0);
    await using _ = lease;
    await lease.confirm(signal);
    expect(looks()).toBeGreaterThan(2); // two are one confirmation; the renewals of meanwhile have some, too
    expect(stood).toEqual([]);
  });

  it('rejects with the time that the store takes when that is always too long', async () => {
    const { lease } = await takeLease(() => LEASE_MS);
    await using _ = lease;
    expect(String(await rejection(lease.confirm(signal)))).toMatch(
      /^RangeError: .*'leaseMs' must be at least twice the time .*answers, \d+ ms: current value is 30000/,
    );
  });
});
