import { describe, expect, it } from 'vitest';
import { Patience } from '../../src/service/patience.ts';
import { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import type { ObjectSource, ObjectStore } from '../../src/shared/objects/object-store.ts';
import { patientSource, patientStore } from '../../src/storage/patient-store.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { all } from '../support/items.ts';
import fc from '../support/properties.ts';

const down = () => new ImageSearchError('down', { code: 'ServiceUnavailable', retryable: true });

/** A store of a caller's own, which lists these keys and breaks before some of them; each number counts once. */
function storeThat(keys: readonly string[], breaksAt: readonly number[]) {
  const breaks = [...breaksAt];
  const state = { opened: 0, closed: 0 };
  const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const absent = () => Promise.reject(new Error('not part of this test'));
  const store: ObjectStore = {
    ...{ name: 'my store', put: absent, read: absent, head: absent, delete: absent },
    async *list(prefix) {
      state.opened += 1;
      try {
        for (const [n, key] of sorted.entries()) {
          if (breaks.includes(n)) {
            breaks.splice(breaks.indexOf(n), 1);
            throw down();
          }
          if (key.startsWith(prefix)) yield { key, bytes: 1, etag: undefined };
        }
      } finally {
        state.closed += 1;
      }
    },
  };
  const patience = new Patience({ clock: new FakeClock({ auto: true }), patienceMs: 60_000 });
  return { store: patientStore(store, patience), sorted, state };
}

describe('patientStore()', () => {
  it('lists every object once, in order, wherever the list breaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 30 }),
        fc.array(fc.nat({ max: 30 }), { maxLength: 6 }),
        async (keys, breaksAt) => {
          const { store, sorted, state } = storeThat(keys, breaksAt);
          expect((await all(store.list(''))).map(({ key }) => key)).toEqual(sorted);
          expect(state.closed).toBe(state.opened);
        },
      ),
    );
  });

  it('closes the list when its reader leaves early', async () => {
    const { store, state } = storeThat(['a', 'b', 'c'], [1]);
    for await (const { key } of store.list('')) if (key === 'b') break;
    expect(state).toEqual({ opened: 2, closed: 2 });
  });

  it('throws what the store throws when it stays away', async () => {
    const { store } = storeThat(['a'], Array(200).fill(0));
    await expect(all(store.list(''))).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  });

  it('lists a source in no order whole, or throws what broke its list: never with objects missing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 12 }),
        async (keys, breaksAt) => {
          let hasBroken = false;
          const source: ObjectSource = {
            name: 'an inventory',
            read: () => Promise.reject(new Error('not part of this test')),
            async *list() {
              for (const [n, key] of keys.entries()) {
                if (n === breaksAt && !hasBroken) {
                  hasBroken = true;
                  throw down();
                }
                yield { key, bytes: undefined };
              }
            },
          };
          const patience = new Patience({ clock: new FakeClock({ auto: true }), patienceMs: 60_000 });
          const listed: string[] = [];
          try {
            for await (const { key } of patientSource(source, patience).list('')) listed.push(key);
          } catch (error) {
            expect(error).toMatchObject({ code: 'ServiceUnavailable' });
            return;
          }
          expect(listed).toEqual(keys);
        },
      ),
    );
  });
});
