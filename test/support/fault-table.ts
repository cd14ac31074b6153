import type { FaultRule } from '../../src/emulator/index.ts';
import { seededRandom } from './seeded-random.ts';

/** A client's limit for one call, in ms, where answers may be slow or never come: a busy machine answers sooner. */
export const READ_TIMEOUT_MS = 250;

/** Every way in which an answer goes wrong, before or after the work was done. */
export const FAULT_TABLE: readonly Pick<FaultRule, 'kind' | 'workDone' | 'delayMs'>[] = [
  { kind: 'unavailable' },
  { kind: 'unavailable', workDone: true },
  { kind: 'throttled' },
  { kind: 'throttled-429' },
  { kind: 'expired' },
  { kind: 'html-502' },
  { kind: 'html-502', workDone: true },
  { kind: 'html-200', workDone: true },
  { kind: 'json-200' },
  { kind: 'json-200', workDone: true },
  { kind: 'empty', workDone: true },
  { kind: 'garbage', workDone: true },
  { kind: 'redirect' },
  { kind: 'reset' },
  { kind: 'lost' },
  { kind: 'cut' },
  { kind: 'silence', workDone: true },
  { kind: 'slow', delayMs: READ_TIMEOUT_MS + 50, workDone: true },
];

export type StruckOperation = Pick<FaultRule, 'service' | 'operation'>;

/** Up to four faults of any kind, at any of these operations, at random places: the same for the same seed. */
export function randomFaults(seed: number, operations: readonly StruckOperation[]): FaultRule[] {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
    ...pick(operations),
    ...pick(FAULT_TABLE),
    from: 1 + Math.floor(random() * 6),
    times: 1 + Math.floor(random() * 4),
  }));
}
