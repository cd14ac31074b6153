import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../../src/emulator/faults/fault-kinds.ts';
import type { FaultService } from '../../../src/emulator/faults/faulted-call.ts';
import type { Emulator, FaultKind } from '../../../src/emulator/index.ts';
import { listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import {
  exchange,
  increaseRequest,
  ossRequest,
  type RawAnswer,
  type RawRequest,
  rpcRequest,
} from './raw-exchange.ts';

const SERVICES: readonly FaultService[] = ['imageSearch', 'oss'];

/** A call of each service that changes something. */
const changing: Readonly<Record<FaultService, (emulator: Emulator) => RawRequest>> = {
  imageSearch: increaseRequest,
  oss: (emulator) => ossRequest(emulator, 'PUT', 'k', 'content'),
};

/** Whether that call was carried out. */
const carriedOut: Readonly<Record<FaultService, (emulator: Emulator) => Promise<boolean>>> = {
  imageSearch: async (emulator) => (await listData(emulator)).TotalCount === 1,
  oss: async (emulator) => (await exchange(emulator, ossRequest(emulator, 'GET', 'k'))).status === 200,
};

const lengthOf = ({ head }: RawAnswer) => Number(/^content-length: (\d+)/im.exec(head)?.[1]);
const typeOf = ({ head }: RawAnswer) => /^content-type: ([^;\r]+)/im.exec(head)?.[1];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a fault that answers wrongly', () => {
  const JSON_TYPE = 'application/json';
  const XML = 'application/xml';
  it.each<[FaultKind, FaultService, number, string | undefined, RegExp]>([
    ['unavailable', 'imageSearch', 503, JSON_TYPE, /^\{.*"Code":"ServiceUnavailable".*\}$/],
    ['unavailable', 'oss', 503, XML, /^<\?xml .*<Error><Code>ServiceUnavailable<\/Code>.*<\/Error>$/s],
    ['throttled', 'imageSearch', 403, JSON_TYPE, /^\{.*"Code":"DeniedRequest".*\}$/],
    ['throttled', 'oss', 503, XML, /<Code>TotalQpsLimitExceeded<\/Code>/],
    ['throttled-429', 'imageSearch', 429, JSON_TYPE, /^\{.*"Code":"Throttling.User".*\}$/],
    ['throttled-429', 'oss', 429, XML, /<Code>QpsLimitExceeded<\/Code>/],
    ['html-502', 'imageSearch', 502, 'text/html', /^<html>.*<\/html>\n$/],
    ['html-502', 'oss', 502, 'text/html', /^<html>.*<\/html>\n$/],
    ['html-200', 'imageSearch', 200, 'text/html', /^<html>.*<\/html>\n$/],
    ['html-200', 'oss', 200, 'text/html', /^<html>.*<\/html>\n$/],
    ['expired', 'imageSearch', 403, JSON_TYPE, /^\{.*"Code":"InvalidSecurityToken.Expired".*\}$/],
    ['expired', 'oss', 403, XML, /<Code>AccessDenied<\/Code>.*has expired/s],
    ['json-200', 'imageSearch', 200, JSON_TYPE, /^\{"message":".*"\}\n$/],
    ['json-200', 'oss', 200, JSON_TYPE, /^\{"message":".*"\}\n$/],
    ['empty', 'imageSearch', 200, undefined, /^$/],
    ['empty', 'oss', 200, undefined, /^$/],
    ['garbage', 'imageSearch', 200, JSON_TYPE, /^\{"RequestId":"[^}]*$/],
    ['garbage', 'oss', 200, XML, /^<\?xml .*<Name>emul$/s],
    ['redirect', 'imageSearch', 302, 'text/html', /Found/],
    ['redirect', 'oss', 302, 'text/html', /Found/],
  ])('answers whole and as a document says when %s strikes %s', async (kind, service, status, type, body) => {
    await using emulator = await startEmulator({ faults: [{ kind, service }] });
    const answer = await exchange(emulator, changing[service](emulator));
    expect(answer).toMatchObject({ status, broken: false });
    expect(answer.body).toMatch(body);
    expect(lengthOf(answer)).toBe(answer.body.length);
    expect(typeOf(answer)).toBe(type);
  });

  it('refuses Detail with 400 when it is throttled, and the others with 403', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'throttled', times: 'always' }] });
    const statusOf = async (action: string) =>
      (await exchange(emulator, rpcRequest(emulator, action))).status;
    expect([await statusOf('Detail'), await statusOf('IncreaseList')]).toEqual([400, 403]);
  });

  it('gives no JSON that could be read as an answer when it is garbage', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'garbage' }] });
    const { body } = await exchange(emulator, increaseRequest(emulator));
    expect(isJson(body)).toBe(false);
  });

  it('leads to where nobody listens when it redirects', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'redirect' }] });
    const { head } = await exchange(emulator, increaseRequest(emulator));
    expect(head).toMatch(/^location: http:\/\/127\.0\.0\.1:1\/login\r?$/im);
  });

  it('says what happened in x-oss-err when the request is HEAD', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'unavailable' }] });
    const { status, head, body } = await exchange(emulator, ossRequest(emulator, 'HEAD', 'k'));
    const [, told = ''] = /^x-oss-err: (\S+)/im.exec(head) ?? [];
    expect([status, body]).toEqual([503, '']);
    expect(Buffer.from(told, 'base64').toString()).toContain('<Code>ServiceUnavailable</Code>');
  });
});

describe('a fault that breaks the connection', () => {
  it.each(
    SERVICES.flatMap((service) => (['reset', 'lost'] as const).map((kind) => [kind, service] as const)),
  )('gives not a byte when %s strikes %s', async (kind, service) => {
    await using emulator = await startEmulator({ faults: [{ kind, service }] });
    const answer = await exchange(emulator, changing[service](emulator));
    expect(answer).toMatchObject({ head: '', body: '', broken: true });
  });

  it('sends the head and the first half of the true answer when an answer is cut', async () => {
    await using emulator = await startEmulator();
    await exchange(emulator, ossRequest(emulator, 'PUT', 'k', '0123456789'));
    emulator.addFault({ kind: 'cut', operation: 'GetObject' });
    const answer = await exchange(emulator, ossRequest(emulator, 'GET', 'k'));
    expect([answer.status, lengthOf(answer), answer.body]).toEqual([200, 10, '01234']);
    expect(answer.head).toContain('781E5E245D69B566979B86E28D23F2C7'); // the ETag: its MD5
  });

  it('sends half of an answer that is none when nothing is to be done', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'cut', workDone: false }] });
    const answer = await exchange(emulator, increaseRequest(emulator));
    expect(answer.status).toBe(200);
    expect(answer.body.length).toBe(lengthOf(answer) >> 1);
    expect(answer.body.length).toBeGreaterThan(0);
  });

  it.each(['PUT', 'DELETE', 'HEAD'] as const)(
    'breaks in the middle of the head when the answer to %s is cut, as it has no body',
    async (method) => {
      await using emulator = await startEmulator({ faults: [{ kind: 'cut', from: 2 }] });
      await exchange(emulator, ossRequest(emulator, 'PUT', 'k', 'content'));
      const answer = await exchange(emulator, ossRequest(emulator, method, 'k'));
      expect(answer.status).toBeUndefined();
      expect(answer.head).toMatch(/^HTTP\/1\.1 20[04] OK\r\nContent-$/);
    },
  );
});

describe('the work behind a fault', () => {
  const ENDS = FAULT_KINDS.filter((kind) => kind !== 'silence' && kind !== 'slow');
  const DONE_BY_DEFAULT: readonly FaultKind[] = ['lost', 'cut'];

  it.each(
    SERVICES.flatMap((service) =>
      ENDS.flatMap((kind) =>
        [undefined, true, false]
          .filter((workDone) => kind !== 'lost' || workDone !== false)
          .map((workDone) => [service, kind, workDone] as const),
      ),
    ),
  )(
    'is done or not as it is asked for when %s is struck by %s with workDone %s',
    async (service, kind, workDone) => {
      await using emulator = await startEmulator({
        faults: [{ service, kind, ...(workDone !== undefined && { workDone }) }],
      });
      await exchange(emulator, changing[service](emulator));
      expect(await carriedOut[service](emulator)).toBe(workDone ?? DONE_BY_DEFAULT.includes(kind));
    },
  );

  it('is not done for a request that the emulator would have refused', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'html-200', workDone: true }] });
    const { service, text } = increaseRequest(emulator);
    const { body } = await exchange(emulator, { service, text: text.replace('Signature=', 'Signature=0') });
    expect(body).toContain('<html>');
    expect((await listData(emulator)).TotalCount).toBe(0);
  });
});
