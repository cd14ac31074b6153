import { describe, expect, it, vi } from 'vitest';
import { type ImageSearchOperation, OPERATIONS } from '../../src/service/calls/operations.ts';
import { expectWithout, failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { refusedEndpoint, replyJson, startFaultServer } from '../support/fault-server.ts';
import { SECRET, serviceAt, TOKEN } from '../support/service-at.ts';
import { BAD_ANSWERS } from './answers.ts';

/** The bytes of an image as they are sent, in base64: long enough that no part of them comes about by chance. */
const PICTURE = Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 89 + (i >> 5) * 7) % 256)).toString(
  'base64',
);
const PIECES = [PICTURE.slice(0, 40), PICTURE.slice(1_500, 1_540), encodeURIComponent(PICTURE).slice(-60)];
const ADDRESS = 'http://127.0.0.1:1/callback?token=hidden-in-the-callback';

const PARAMETERS: Readonly<Record<ImageSearchOperation, Readonly<Record<string, string>>>> = {
  IncreaseInstance: { BucketName: 'b', Path: '/a', CallbackAddress: ADDRESS },
  IncreaseList: { PageNumber: '1' },
  Detail: {},
  CheckImageExists: { ProductId: 'p', PicName: 'n' },
  AddImage: { ProductId: 'p', PicName: 'n', PicContent: PICTURE },
  DeleteImage: { ProductId: 'p', PicName: 'n' },
  UpdateImage: { ProductId: 'p', PicName: 'n', IntAttr: '1', IntAttr4: '4' },
  SearchImageByPic: { PicContent: PICTURE, ScoreThreshold: '0.50' },
  SearchImageByName: { ProductId: 'p', PicName: 'n' },
  SearchImageByText: { Text: 'a red shoe' },
  SearchImageByFilter: { Filter: 'int_attr > 1' },
  DumpMeta: {},
  DumpMetaList: { PageNumber: '1' },
};

const TOO_LONG = /with more than \d+ bytes/;

const ANSWERS = Object.keys(OPERATIONS).flatMap((operation) =>
  BAD_ANSWERS.map((answer) => ({ operation: operation as ImageSearchOperation, ...answer })),
);

describe('ImageSearchService.call()', () => {
  it.concurrent.each(ANSWERS)('rejects $operation with $code when it meets $fault', async (row) => {
    const {
      operation,
      answer,
      says,
      cause,
      fault: _,
      code,
      httpStatus,
      retryable,
      requestId,
      retryAfterMs,
    } = row;
    await using server = await startFaultServer(answer);
    const clock = new FakeClock({ auto: true });
    const own = serviceAt(server.endpoint, { clock });
    const failure = await failureOf(own.call(operation, PARAMETERS[operation]));
    expect(failure).toMatchObject({ code, httpStatus, retryable, requestId, retryAfterMs });
    expect(failure.message).toContain(says);
    expect(failure.message).toContain(`Cannot call ${operation} of instance "shop" at ${server.endpoint}`);
    if (cause === undefined) expect(failure.cause).toBeUndefined();
    else expect(String(failure.cause) + JSON.stringify(failure.cause)).toMatch(cause);
    expectWithout(failure, SECRET, TOKEN, ...PIECES, 'hidden-in-the-callback');
    const most = /^(DeniedRequest|Throttling)/.test(code) ? 6 : 4; // others ask the same instance
    const tries = retryable && OPERATIONS[operation].repeatable ? most : 1;
    expect(server.requests).toHaveLength(tries);
    const paced = Math.round(1000 / (OPERATIONS[operation].perSecond ?? Number.POSITIVE_INFINITY));
    expect(clock.waits.filter((ms) => ms !== paced).length).toBeGreaterThanOrEqual(tries - 1);
  });

  it.concurrent.each([
    ['CONNECTION_REFUSED', 'nobody listens', refusedEndpoint, true],
    ['HOST_NOT_FOUND', 'no host has the name', async () => 'http://nowhere.invalid', false],
  ])('rejects with %s when %s', async (code, _, endpoint, retryable) => {
    const failure = await failureOf(serviceAt(await endpoint()).call('Detail', {}));
    expect(failure).toMatchObject({ code, httpStatus: undefined, requestId: undefined, retryable });
    expect(failure.advice).toContain('the endpoint');
    expect(failure.cause).toBeInstanceOf(Error);
    expectWithout(failure, SECRET, TOKEN);
  });

  it('shows nothing of an image when the answer repeats a part of it', async () => {
    const part = PICTURE.slice(1_000, 2_000);
    await using server = await startFaultServer(
      replyJson(400, { Code: 'InvalidPicContent', Message: `PicContent "…${part}" is none` }),
    );
    const failure = await failureOf(serviceAt(server.endpoint).call('AddImage', PARAMETERS.AddImage));
    expect(failure.message).toMatch(/: PicContent "……" is none$/);
    expectWithout(failure, ...PIECES);
  });

  it('cuts a message when it is endless', async () => {
    const Message = 'no such thing '.repeat(1_000);
    await using server = await startFaultServer(replyJson(400, { Code: 'BadRequest', Message }));
    const failure = await failureOf(serviceAt(server.endpoint).call('Detail', {}));
    const [, said = ''] = /: (no such .*)$/.exec(failure.message) ?? [];
    expect(said).toHaveLength(500);
    expect(said).toMatch(/…$/);
  });

  it.each(BAD_ANSWERS.filter(({ httpStatus }) => httpStatus === undefined || httpStatus === 200))(
    'leaves no timer, and no connection but one that was answered whole, when it meets $fault',
    async ({ answer, cause, says }) => {
      await using server = await startFaultServer(answer);
      const before = timers();
      const own = serviceAt(server.endpoint, { connectTimeoutMs: 60_000, readTimeoutMs: 60_000 });
      await failureOf(own.call('AddImage', PARAMETERS.AddImage));
      await vi.waitFor(() => expect(server.open()).toBe(cause === undefined && !TOO_LONG.test(says) ? 1 : 0));
      await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before));
    },
  );
});

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
