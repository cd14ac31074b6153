import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../../src/emulator/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { exchange, ossRequest, type RawRequest, rpcRequest } from './raw-exchange.ts';

/** An emulator on a clock that stands still, and what it reported of its own defects. */
async function stillEmulator(options: EmulatorOptions) {
  const clock = new FakeClock();
  const defects: unknown[] = [];
  const emulator = await startEmulator({ clock, onDefect: (error) => defects.push(error), ...options });
  return { emulator, clock, defects, [Symbol.asyncDispose]: () => emulator.close() };
}

const put = (emulator: Emulator) => ossRequest(emulator, 'PUT', 'k', 'content');

const isStored = async (emulator: Emulator) =>
  (await exchange(emulator, ossRequest(emulator, 'GET', 'k'))).status === 200;

/** Sends a request and goes away when `struck`. */
async function leaveWhen(struck: () => boolean, emulator: Emulator, { text }: RawRequest): Promise<void> {
  const socket = connect(Number(emulator.ossEndpoint.split(':').at(-1)), '127.0.0.1');
  socket.write(text);
  await expect.poll(struck).toBe(true);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy();
  await closed;
}

describe('a slow answer', () => {
  it('comes when its time is over, and the work is done only then', async () => {
    await using bed = await stillEmulator({
      faults: [{ kind: 'slow', operation: 'PutObject', delayMs: 5000 }],
    });
    const { emulator, clock } = bed;
    let answered = false;
    const answer = exchange(emulator, put(emulator)).finally(() => {
      answered = true;
    });
    await expect.poll(() => clock.sleeping).toBe(1);
    clock.advance(4999);
    expect([answered, await isStored(emulator)]).toEqual([false, false]);
    clock.advance(1);
    expect((await answer).status).toBe(200);
    expect(await isStored(emulator)).toBe(true);
  });

  it('comes when its time is over, and the work is done before, when it is asked for', async () => {
    await using bed = await stillEmulator({
      faults: [{ kind: 'slow', operation: 'PutObject', delayMs: 5000, workDone: true }],
    });
    const { emulator, clock } = bed;
    const answer = exchange(emulator, put(emulator));
    await expect.poll(() => clock.sleeping).toBe(1);
    expect(await isStored(emulator)).toBe(true);
    clock.advance(5000);
    const { status, head } = await answer;
    expect(status).toBe(200);
    expect(head).toContain('"9A0364B9E99BB480DD25E1F0284C8555"'); // the ETag: the MD5 of what was sent
  });

  it('is never worked for when the client goes away before', async () => {
    await using bed = await stillEmulator({
      faults: [{ kind: 'slow', operation: 'PutObject', delayMs: 5000 }],
    });
    const { emulator, clock, defects } = bed;
    await leaveWhen(() => clock.sleeping === 1, emulator, put(emulator));
    await expect.poll(() => clock.sleeping).toBe(0);
    clock.advance(5000);
    expect(await isStored(emulator)).toBe(false);
    expect(defects).toEqual([]);
  });

  it('waits the time of the rule before any other fault, too', async () => {
    await using bed = await stillEmulator({ faults: [{ kind: 'html-502', delayMs: 300 }] });
    const { emulator, clock } = bed;
    const answer = exchange(emulator, put(emulator));
    await expect.poll(() => clock.sleeping).toBe(1);
    clock.advance(300);
    expect((await answer).status).toBe(502);
    expect(clock.waits).toEqual([300]);
  });
});

describe('silence', () => {
  it.each([true, false])('lasts until close(), with the work done: %s', async (workDone) => {
    const bed = await stillEmulator({});
    const { emulator, defects } = bed;
    const fault = emulator.addFault({ kind: 'silence', operation: 'PutObject', workDone });
    const answer = exchange(emulator, put(emulator));
    await expect.poll(() => fault.hits).toBe(1);
    await expect.poll(() => isStored(emulator)).toBe(workDone);
    await emulator.close();
    expect((await answer).head).toBe('');
    expect(defects).toEqual([]);
  });
});

describe('close()', () => {
  it('ends at once, with no wait left, when slow and silent answers are due', async () => {
    const { emulator, clock, defects } = await stillEmulator({
      faults: [
        { kind: 'slow', service: 'oss', delayMs: 60_000 },
        { kind: 'slow', service: 'oss', delayMs: 60_000, workDone: true },
        { kind: 'silence', service: 'imageSearch' },
        { kind: 'reset', service: 'imageSearch', delayMs: 60_000 },
      ],
    });
    const calls = [put, put, list, list].map((call) => exchange(emulator, call(emulator)));
    await expect.poll(() => clock.sleeping).toBe(3);
    await emulator.close();
    expect(clock.sleeping).toBe(0);
    expect((await Promise.all(calls)).map(({ head }) => head)).toEqual(['', '', '', '']);
    expect(defects).toEqual([]);
  });
});

describe('reset()', () => {
  it('lets go of those that wait for a fault, and has nothing done for them', async () => {
    await using bed = await stillEmulator({});
    const { emulator, clock, defects } = bed;
    emulator.addFault({ kind: 'slow', service: 'oss', delayMs: 60_000 });
    emulator.addFault({ kind: 'slow', service: 'imageSearch', delayMs: 60_000 });
    emulator.addFault({ kind: 'silence', service: 'imageSearch' });
    const calls = [put, list, list].map((call) => exchange(emulator, call(emulator)));
    await expect.poll(() => clock.sleeping).toBe(2);
    emulator.reset();
    expect((await Promise.all(calls)).map(({ head }) => head)).toEqual(['', '', '']);
    await expect.poll(() => clock.sleeping).toBe(0);
    expect(await isStored(emulator)).toBe(false);
    expect(defects).toEqual([]);
  });
});

const list = (emulator: Emulator) => rpcRequest(emulator, 'IncreaseList');

describe('a client that goes away in the middle of its upload', () => {
  it.each([
    { kind: 'unavailable' },
    { kind: 'unavailable', workDone: true },
    { kind: 'lost' },
    { kind: 'silence' },
  ] as const)('is no defect, and stores nothing, when it meets %o', async (rule) => {
    await using bed = await stillEmulator({});
    const { emulator, defects } = bed;
    const fault = emulator.addFault(rule);
    const whole = put(emulator);
    const half = { ...whole, text: whole.text.slice(0, -3) };
    await leaveWhen(() => fault.hits === 1, emulator, half);
    expect(await isStored(emulator)).toBe(false);
    expect(defects).toEqual([]);
  });
});
