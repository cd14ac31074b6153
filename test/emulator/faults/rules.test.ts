import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/emulator/index.ts';
import { rpcV1Signature } from '../../../src/emulator/signature/rpc-v1.ts';
import { rejection } from '../../support/failure.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { exchange, ossRequest, type RawRequest, rpcRequest } from './raw-exchange.ts';

type Emulator = Awaited<ReturnType<typeof startEmulator>>;

const list = (emulator: Emulator) => rpcRequest(emulator, 'IncreaseList');
const detail = (emulator: Emulator) => rpcRequest(emulator, 'Detail');
const listObjects = (emulator: Emulator) => ossRequest(emulator, 'GET', '');

/** The statuses of calls, one after the other; undefined where no answer came. */
async function statuses(emulator: Emulator, ...calls: readonly RawRequest[]) {
  const found: (number | undefined)[] = [];
  for (const call of calls) found.push((await exchange(emulator, call)).status);
  return found;
}

const listTimes = (emulator: Emulator, times: number) =>
  statuses(emulator, ...Array.from({ length: times }, () => list(emulator)));

describe('a fault rule', () => {
  it.each<[string, FaultRule, readonly number[]]>([
    ['once unless told otherwise', { kind: 'html-502' }, [502, 200, 200, 200]],
    ['so many times', { kind: 'html-502', times: 2 }, [502, 502, 200, 200]],
    ['from a call on', { kind: 'html-502', from: 3 }, [200, 200, 502, 200]],
    ['so many times from a call on', { kind: 'html-502', from: 2, times: 2 }, [200, 502, 502, 200]],
    ['always', { kind: 'html-502', times: 'always' }, [502, 502, 502, 502]],
    ['always, from a call on', { kind: 'html-502', from: 3, times: 'always' }, [200, 200, 502, 502]],
  ])('strikes %s', async (_, rule, expected) => {
    await using emulator = await startEmulator({ faults: [rule] });
    expect(await listTimes(emulator, 4)).toEqual(expected);
  });

  it.each<[string, Omit<FaultRule, 'kind'>, readonly number[]]>([
    ['everything', {}, [502, 502, 502]],
    ['one service', { service: 'imageSearch' }, [502, 502, 200]],
    ['the other service', { service: 'oss' }, [200, 200, 502]],
    ['one operation', { operation: 'Detail' }, [200, 502, 200]],
    ['one operation of a service', { service: 'oss', operation: 'ListObjects' }, [200, 200, 502]],
  ])('strikes IncreaseList, Detail and ListObjects as it is about %s', async (_, about, expected) => {
    await using emulator = await startEmulator({ faults: [{ kind: 'html-502', times: 'always', ...about }] });
    expect(await statuses(emulator, list(emulator), detail(emulator), listObjects(emulator))).toEqual(
      expected,
    );
  });

  it('counts only the calls that it is about', async () => {
    await using emulator = await startEmulator({
      faults: [{ kind: 'html-502', operation: 'Detail', from: 2 }],
    });
    const calls = [detail(emulator), list(emulator), list(emulator), detail(emulator)];
    expect(await statuses(emulator, ...calls)).toEqual([200, 200, 200, 502]);
  });

  it('counts from when it was added', async () => {
    await using emulator = await startEmulator();
    await listTimes(emulator, 3);
    emulator.addFault({ kind: 'html-502', from: 2 });
    expect(await listTimes(emulator, 3)).toEqual([200, 502, 200]);
  });

  it('strikes after those before it are used up, and counts the calls that they struck', async () => {
    await using emulator = await startEmulator({
      faults: [{ kind: 'html-502', times: 2 }, { kind: 'unavailable' }, { kind: 'throttled', from: 4 }],
    });
    expect(await listTimes(emulator, 5)).toEqual([502, 502, 503, 403, 200]);
  });

  it('comes after the rules of the options when it is added later', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'html-502' }] });
    emulator.addFault({ kind: 'unavailable' });
    expect(await listTimes(emulator, 3)).toEqual([502, 503, 200]);
  });

  it('tells how often it struck, and strikes no more when it is taken back', async () => {
    await using emulator = await startEmulator();
    const fault = emulator.addFault({ kind: 'html-502', times: 'always' });
    expect(fault.hits).toBe(0);
    expect(await listTimes(emulator, 2)).toEqual([502, 502]);
    expect(fault.hits).toBe(2);
    fault.remove();
    expect(await listTimes(emulator, 1)).toEqual([200]);
    expect(fault.hits).toBe(2);
  });

  it('may come from JSON', async () => {
    const faults: FaultRule[] = JSON.parse('[{"kind":"unavailable","operation":"IncreaseList","times":2}]');
    await using emulator = await startEmulator({ faults });
    expect(await listTimes(emulator, 3)).toEqual([503, 503, 200]);
  });
});

describe('the operation of a request', () => {
  /** A call that the older signature signs, its parameters in the query or in the form. */
  function olderCall(emulator: Emulator, action: string, place: 'query' | 'form'): RawRequest {
    const { accessKeyId, accessKeySecret, imageSearchEndpoint, instanceName } = emulator;
    const parameters: Record<string, string> = {
      Action: action,
      Version: '2020-12-14',
      Format: 'json',
      InstanceName: instanceName,
      Timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      SignatureNonce: randomUUID(),
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
      AccessKeyId: accessKeyId,
    };
    const signature = rpcV1Signature('POST', parameters, { accessKeyId, accessKeySecret });
    const sent = new URLSearchParams({ ...parameters, Signature: signature }).toString();
    const [url, body] = place === 'query' ? [`/?${sent}`, ''] : ['/', sent];
    const head = [
      `POST ${url} HTTP/1.1`,
      `host: ${imageSearchEndpoint}`,
      'content-type: application/x-www-form-urlencoded',
      `content-length: ${body.length}`,
      'connection: close',
    ];
    return { service: 'imageSearch', text: `${head.join('\r\n')}\r\n\r\n${body}` };
  }

  it.each(['query', 'form'] as const)(
    'is found when the older signature puts it into the %s',
    async (place) => {
      await using emulator = await startEmulator({ faults: [{ kind: 'html-502', operation: 'Detail' }] });
      expect(await statuses(emulator, olderCall(emulator, 'Detail', place))).toEqual([502]);
    },
  );

  it.each(['query', 'form'] as const)(
    'leaves a call as it is when its %s asks for something else',
    async (place) => {
      await using emulator = await startEmulator({ faults: [{ kind: 'html-502', operation: 'Detail' }] });
      expect(await statuses(emulator, olderCall(emulator, 'IncreaseList', place))).toEqual([200]);
    },
  );

  it('is refused by the service, as ever, when a form without it is too long to be looked through', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'html-502', operation: 'Detail' }] });
    const body = 'a'.repeat(9 * 1024 * 1024);
    const text = `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
    expect(await statuses(emulator, { service: 'imageSearch', text })).toEqual([400]);
  });

  it.each<['PUT' | 'GET' | 'HEAD' | 'DELETE', string]>([
    ['PUT', 'PutObject'],
    ['GET', 'GetObject'],
    ['HEAD', 'HeadObject'],
    ['DELETE', 'DeleteObject'],
  ])('is found for OSS by method and path: %s is %s', async (method, operation) => {
    await using emulator = await startEmulator({ faults: [{ kind: 'html-502', operation }] });
    const calls = [ossRequest(emulator, method, 'k'), listObjects(emulator)];
    expect(await statuses(emulator, ...calls)).toEqual([502, 200]);
  });

  it('is nothing for a path that cannot be read, which only a rule about everything strikes', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'html-502', operation: 'GetObject' }] });
    const text = 'GET /%ff HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n';
    expect(await statuses(emulator, { service: 'oss', text })).toEqual([400]);
    emulator.addFault({ kind: 'unavailable' });
    expect(await statuses(emulator, { service: 'oss', text })).toEqual([503]);
  });
});

describe('a wrong fault rule', () => {
  const WRONG: readonly (readonly [string, unknown, typeof TypeError | typeof RangeError, RegExp])[] = [
    ['it is none', null, TypeError, /its rule must be an object/],
    ['it is a text', 'reset', TypeError, /its rule must be an object/],
    ['the kind is missing', {}, TypeError, /'kind' must be one of unavailable/],
    ['the kind is unknown', { kind: 'toString' }, TypeError, /'kind' must be one of unavailable/],
    [
      'a field is unknown',
      { kind: 'reset', tiems: 2 },
      TypeError,
      /fault rule has no option "tiems": did you mean 'times'/,
    ],
    ['the service is unknown', { kind: 'reset', service: 'ecs' }, TypeError, /'service' must be one of/],
    ['the operation is unknown', { kind: 'reset', operation: 'PutObjekt' }, TypeError, /'operation'/],
    [
      'the operation is one of the other service',
      { kind: 'reset', service: 'oss', operation: 'Detail' },
      TypeError,
      /'operation'/,
    ],
    ['workDone is a text', { kind: 'reset', workDone: 'yes' }, TypeError, /'workDone' must be a boolean/],
    ['a lost answer had no work', { kind: 'lost', workDone: false }, TypeError, /'workDone' must be true/],
    ['it begins before the first call', { kind: 'reset', from: 0 }, RangeError, /'from'/],
    ['it strikes never', { kind: 'reset', times: 0 }, RangeError, /'times'/],
    ['it strikes one and a half times', { kind: 'reset', times: 1.5 }, RangeError, /'times'/],
    ['times is another text', { kind: 'reset', times: 'ever' }, RangeError, /'times'/],
    ['the delay is negative', { kind: 'reset', delayMs: -1 }, RangeError, /'delayMs'/],
    ['it is slow without a delay', { kind: 'slow' }, RangeError, /'delayMs'/],
  ];

  it.each(WRONG)('is refused by startEmulator() when %s', async (_, rule, kind, says) => {
    const error = await rejection(startEmulator({ faults: [{ kind: 'reset' }, rule as FaultRule] }));
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toMatch(says);
  });

  it.each(WRONG)('is refused by addFault(), and strikes nothing, when %s', async (_, rule, kind, says) => {
    await using emulator = await startEmulator();
    expect(() => emulator.addFault(rule as FaultRule)).toThrow(kind);
    expect(() => emulator.addFault(rule as FaultRule)).toThrow(says);
    expect(await listTimes(emulator, 1)).toEqual([200]);
  });
});
