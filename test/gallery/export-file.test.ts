import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import type { GalleryImage } from '../../src/gallery/gallery-image.ts';
import { expectWithout, failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Fault, replyJson, resetAtOnce, startFaultServer, staySilent } from '../support/fault-server.ts';
import { all } from '../support/items.ts';
import fc from '../support/properties.ts';

const SIGNATURE = 'the-signature-that-opens-the-file';
const OSS = { 'x-oss-request-id': 'R' };

/** A whole answer with these bytes. */
const file =
  (content: string | Uint8Array, status = 200, headers: Readonly<Record<string, string>> = OSS): Fault =>
  (socket) => {
    const bytes = Buffer.from(content as Uint8Array);
    const lines = Object.entries({ 'content-length': String(bytes.length), ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${head}\r\n`), bytes]));
  };

/** The first half of an answer of which the connection then breaks. */
const cutFile =
  (content: string): Fault =>
  (socket) => {
    const bytes = Buffer.from(content);
    socket.write(
      `HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: ${bytes.length}\r\nx-oss-request-id: R\r\n\r\n`,
    );
    socket.end(bytes.subarray(0, bytes.length >> 1));
  };

interface Answers {
  /** In turn; the last one stays. */
  readonly files: readonly Fault[];
  /** Of DumpMetaList, in turn; the last one stays. @default one export, over, with a URL on this server */
  readonly states?: readonly object[];
  readonly url?: (endpoint: string) => string;
  readonly signal?: AbortSignal;
}

/** Exports from a server that is both services. */
async function exporting({ files, states, url, signal }: Answers) {
  const asked = { DumpMeta: 0, DumpMetaList: 0, file: 0 };
  const server = await startFaultServer((socket, request, n) => {
    const action = /^x-acs-action: (\w+)/im.exec(request)?.[1];
    if (action === undefined) return files[Math.min(asked.file++, files.length - 1)]?.(socket, request, n);
    if (action === 'DumpMeta') {
      asked.DumpMeta += 1;
      return replyJson(200, { Success: true, Data: { Id: '7', DumpMetaStatus: 'PROCESSING' } })(
        socket,
        request,
        n,
      );
    }
    const isLatest = !/[?&]Id=/.test(request);
    const MetaUrl = (url ?? ((endpoint) => `http://${endpoint}/f?x-oss-signature=${SIGNATURE}`))(
      server.endpoint,
    );
    const over = { Id: 7, Status: 'SUCCESS', Code: '0', Msg: 'success', MetaUrl };
    const list = states ?? [over];
    const state = isLatest ? undefined : list[Math.min(asked.DumpMetaList++, list.length - 1)];
    return replyJson(200, { Data: { DumpMetaList: state === undefined ? [] : [state] } })(socket, request, n);
  });
  const gallery = new GalleryClient({
    ...{ region: 'cn-shanghai', instance: 'shop', endpoint: server.endpoint, readTimeoutMs: 400 },
    ...{ credentials: { accessKeyId: 'a', accessKeySecret: 'b' }, clock: new FakeClock({ auto: true }) },
  });
  const images = gallery.export({ signal });
  return { images, asked, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const record = (n: number, more: object = {}) => ({
  ProductId: `P${n}`,
  PicName: `${n}.jpg`,
  CategoryId: 4,
  ...more,
});
const lines = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => `${JSON.stringify(record(n, more))}\n`).join('');
const products = (images: readonly GalleryImage[]) => images.map(({ productId }) => productId);
const P = (count: number) => Array.from({ length: count }, (_, n) => `P${n}`);

describe('an export, from a file as it may be', () => {
  it.each<[string, string | Uint8Array]>([
    ['is of JSON lines', lines(3)],
    ['has a byte order mark', `\ufeff${lines(3)}`],
    ['has line ends of Windows and blank lines', lines(3).replaceAll('\n', '\r\n\r\n')],
    ['begins with blank lines', `\n \n${lines(3)}`],
    ['ends without a line end', lines(3).trimEnd()],
    ['is compressed', gzipSync(lines(3))],
    [
      'has names of another style',
      lines(3).replaceAll('ProductId', 'product_id').replaceAll('PicName', 'picName'),
    ],
    ['has numbers as texts', lines(3).replaceAll(':4', ':"4"')],
    ['has nulls', lines(3, { IntAttr: null, CustomContent: null })],
    ['is a table with commas', 'ProductId,PicName,CategoryId\nP0,0.jpg,4\nP1,1.jpg,4\nP2,2.jpg,4\n'],
    ['is a table with tabs', 'product id\tpic name\tcategory\nP0\t0.jpg\t4\nP1\t1.jpg\t4\nP2\t2.jpg\t4'],
    [
      'is a table with a mark and quotes',
      '\ufeff"ProductId";"PicName";"CategoryId"\r\nP0;"0.jpg";4\r\nP1;1.jpg;4\r\n\r\nP2;2.jpg;4',
    ],
    ['is a compressed table', gzipSync('ProductId,PicName,CategoryId\nP0,0.jpg,4\nP1,1.jpg,4\nP2,2.jpg,4\n')],
  ])('gives every image when it %s', async (_, content) => {
    await using bed = await exporting({ files: [file(content)] });
    const images = await all(bed.images);
    expect(images.map(({ productId, picName, categoryId }) => [productId, picName, categoryId])).toEqual([
      ['P0', '0.jpg', 4],
      ['P1', '1.jpg', 4],
      ['P2', '2.jpg', 4],
    ]);
    expect(bed.images.summary).toEqual({
      ...{ exportId: '7', lines: 3, records: 3, notUnderstood: 0, examples: [], unknownFields: [] },
    });
  });

  it.each<[string, string | Uint8Array, readonly number[]]>([
    ['is no JSON', `${lines(1)}{"ProductId":\n${lines(1)}`, [2]],
    ['is a list', `${lines(1)}[1]\n\n"text"\n`, [2, 4]],
    ['has no product id', `${lines(1)}${JSON.stringify({ PicName: 'a.jpg' })}\n`, [2]],
    ['has an empty name', `${lines(1)}${JSON.stringify({ ProductId: 'P', PicName: '' })}\n`, [2]],
    [
      'has an attribute that is no integer',
      `${lines(1)}${JSON.stringify(record(1, { IntAttr: 'red' }))}\n`,
      [2],
    ],
    ['has a text that is an object', `${lines(1)}${JSON.stringify(record(1, { StrAttr: {} }))}\n`, [2]],
    [
      'has an id that lost digits as a number',
      `${lines(1)}{"ProductId":12345678901234567890,"PicName":"a"}\n`,
      [2],
    ],
    [
      'is larger than a mebibyte',
      `${lines(1)}${JSON.stringify(record(1, { CustomContent: 'x'.repeat(2 ** 20) }))}\n`,
      [2],
    ],
    [
      'is damaged',
      Buffer.concat([
        Buffer.from(lines(1, { StrAttr: '红' })),
        Buffer.from('{"ProductId":"\xff"}\n', 'latin1'),
      ]),
      [2],
    ],
    ['has a cell too few', 'ProductId,PicName,StrAttr\nP0,0.jpg,\nP1,1.jpg\nP2,2.jpg,a,b\n', [3, 4]],
  ])('counts and shows a line, and gives the others, when it %s', async (_, content, numbers) => {
    await using bed = await exporting({ files: [file(content)] });
    const images = await all(bed.images);
    const { summary } = bed.images;
    expect(images[0]).toMatchObject({ productId: 'P0' });
    expect(summary).toMatchObject({ records: images.length, notUnderstood: numbers.length });
    expect(summary.lines).toBe(images.length + numbers.length);
    expect(summary.examples.map(({ line }) => line)).toEqual(numbers);
    for (const { raw } of summary.examples) expect(raw.length).toBeLessThanOrEqual(200);
  });

  it('names the fields that it does not know, and shows ten lines at most', async () => {
    const strange = Array.from({ length: 20 }, (_, n) => `{"Field${n}":1}\n`).join('');
    await using bed = await exporting({ files: [file(lines(2, { Score: 1 }) + strange)] });
    expect(await all(bed.images)).toHaveLength(2);
    const { unknownFields, examples, notUnderstood } = bed.images.summary;
    expect(unknownFields.slice(0, 2)).toEqual(['Score', 'Field0']);
    expect([unknownFields.length, examples.length, notUnderstood]).toEqual([21, 10, 20]);
  });

  it('gives the same images, and the same account, however the file is cut into pieces', async () => {
    const content = Buffer.from(`\ufeff${lines(3, { StrAttr: '红' })}\nbroken\n${lines(2)}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: content.length }), { maxLength: 8 }),
        async (cuts) => {
          const pieces: Fault = (socket) => {
            socket.setNoDelay(true);
            socket.write(
              `HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: ${content.length}\r\n\r\n`,
            );
            const ends = [...cuts.toSorted((a, b) => a - b), content.length];
            for (const [i, end] of ends.entries()) socket.write(content.subarray(ends[i - 1] ?? 0, end));
          };
          await using bed = await exporting({ files: [pieces] });
          expect(products(await all(bed.images))).toEqual(['P0', 'P1', 'P2', 'P0', 'P1']);
          expect(bed.images.summary).toMatchObject({
            lines: 6,
            records: 5,
            examples: [{ line: 5, raw: 'broken' }],
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives the record that was written, whatever texts and numbers it has', async () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme', maxLength: 20 });
    const written = fc.record({
      ProductId: text,
      PicName: text,
      CustomContent: text,
      IntAttr: fc.integer(),
      StrAttr4: text,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 5 }), async (records) => {
        const content = records.map((one) => `${JSON.stringify(one)}\n`).join('');
        await using bed = await exporting({ files: [file(content)] });
        const images = await all(bed.images);
        expect(
          images.map(({ productId, picName, customContent, intAttr, strAttr4 }) => ({
            ...{ ProductId: productId, PicName: picName, CustomContent: customContent },
            ...{ IntAttr: intAttr, StrAttr4: strAttr4 },
          })),
        ).toEqual(records);
      }),
      { numRuns: 30 },
    );
  });
});

describe('an export, from a file that cannot be read', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['is a page of OSS', '<html>Please log in</html>', /neither a JSON object nor a header/],
    ['is one list', JSON.stringify([record(1), record(2)]), /neither a JSON object nor a header/],
    ['is JSON of somebody else', '{"message":"no upstream"}\n', /neither a JSON object nor a header/],
    ['is text', 'hello\nworld\n', /neither a JSON object nor a header/],
    [
      'begins with two mebibytes of blank lines',
      `${'\n'.repeat(2 ** 21)}${lines(2)}`,
      /neither a JSON object/,
    ],
    ['is in UTF-16', Buffer.from(`\ufeff${lines(2)}`, 'utf16le'), /first line is not in UTF-8/],
    ['is in UTF-16 without a mark', Buffer.from(lines(2), 'utf16le'), /neither a JSON object nor a header/],
    ['is in GBK', Buffer.from(`${lines(2)}{"StrAttr":"\xba\xec"}\n`, 'latin1'), /line 3 is not in UTF-8/],
    ['is a table in GBK', Buffer.from('ProductId,PicName\nP,\xba\xec\n', 'latin1'), /not in UTF-8/],
    [
      'is a table with an open quote',
      'ProductId,PicName\nP0,0.jpg\nP1,"1.jpg\nP2,2.jpg\n',
      /damaged at line 4/,
    ],
  ])('rejects with EXPORT_FILE_UNREADABLE, and asks once, when it %s', async (_, content, says) => {
    await using bed = await exporting({ files: [file(content)] });
    const failure = await failureOf(all(bed.images));
    expect(failure).toMatchObject({ code: 'EXPORT_FILE_UNREADABLE', retryable: false });
    expect(failure.message).toMatch(says);
    expect(bed.asked.file).toBe(1);
  });

  it.each<[string, Fault, RegExp]>([
    ['has expired', file('<Error><Code>AccessDenied</Code></Error>', 403), /HTTP 403/],
    ['is gone', file('', 404), /HTTP 404/],
    ['leads elsewhere', file('', 302, { location: 'http://127.0.0.1:1/' }), /HTTP 302/],
    ['is a page of a proxy', file('\n<html>log in</html>', 200, {}), /did not come from OSS/],
    ['is empty, and not of OSS', file('', 200, {}), /did not come from OSS/],
    ['is cut', cutFile(lines(4)), /connection/],
    ['is cut while it is compressed', file(gzipSync(lines(90)).subarray(0, -9)), /connection/],
    ['says nothing', staySilent, /in time/],
    ['breaks off at once', resetAtOnce, /connection/],
    [
      'does not say its length',
      (socket) => void socket.end(`HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\n\r\n${lines(2)}`),
      /does not say its length/,
    ],
  ])(
    'asks for a fresh URL three times, and rejects without a word of it, when it %s',
    async (_, fault, says) => {
      await using bed = await exporting({ files: [fault] });
      const failure = await failureOf(all(bed.images));
      expect(failure).toMatchObject({ code: 'EXPORT_FILE_UNREADABLE', retryable: true });
      expect(failure.message).toMatch(says);
      expectWithout(failure, SIGNATURE);
      expect(bed.asked.file).toBeGreaterThanOrEqual(3);
      expect(bed.asked.DumpMeta).toBe(1);
    },
  );

  it('gives every image once when it is cut first, and then its URL has expired', async () => {
    const files = [cutFile(lines(50)), file('', 403), cutFile(lines(50)), file(lines(50))];
    await using bed = await exporting({ files });
    expect(products(await all(bed.images))).toEqual(P(50));
    expect(bed.asked.file).toBe(4);
    expect(bed.images.summary).toMatchObject({ lines: 50, records: 50, notUnderstood: 0 });
  });

  it.each([
    ['JSON lines', lines(3)],
    ['a table', 'ProductId,PicName\nP0,0.jpg\nP1,1.jpg\n'],
  ])('ends the connection, and leaves no listener, when the reader of %s breaks off', async (_, begun) => {
    const sockets: Socket[] = [];
    const endless: Fault = (socket) => {
      sockets.push(socket);
      socket.write(
        `HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: 1000000\r\n\r\n${begun.repeat(200)}`,
      );
    };
    const { signal } = new AbortController();
    await using bed = await exporting({ files: [endless], signal });
    for await (const { productId } of bed.images) {
      expect(productId).toBe('P0');
      break;
    }
    await expect.poll(() => sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(bed.images.summary.records).toBeGreaterThanOrEqual(1);
  });

  it.each<[string, (endpoint: string) => string, RegExp]>([
    ['of another host', () => `https://files.example/f?s=${SIGNATURE}`, /files\.example.*resultHosts/],
    ['of a machine of the network', () => `http://169.254.169.254/f?s=${SIGNATURE}`, /resultHosts/],
    ['that is none', () => SIGNATURE, /no URL/],
    ['that is missing', () => '', /gave no URL/],
  ])('rejects, and reads nothing, when the service gives a URL %s', async (_, url, says) => {
    await using bed = await exporting({ files: [file(lines(1))], url });
    const failure = await failureOf(all(bed.images));
    expect(failure.code).toBe('EXPORT_FILE_UNREADABLE');
    expect(failure.message).toMatch(says);
    expectWithout(failure, SIGNATURE);
    expect(bed.asked.file).toBe(0);
  });

  it.each<[string, object, string, boolean]>([
    ['fails', { Id: 7, Status: 'FAIL', Code: 'Console.InternalError', Msg: 'm' }, 'EXPORT_FAILED', true],
    ['fails for good', { Id: 7, Status: 'FAIL', Code: 'X', Msg: 'm' }, 'EXPORT_FAILED', false],
    ['has a status of no document', { Id: 7, Status: 'PAUSED' }, 'UNKNOWN_TASK_STATUS', false],
    ['is not listed', { Id: 8, Status: 'PROCESSING' }, 'TASK_NOT_FOUND', false],
  ])('rejects, with what the service says, when the export %s', async (_, state, code, retryable) => {
    await using bed = await exporting({ files: [file(lines(1))], states: [state] });
    expect(await failureOf(all(bed.images))).toMatchObject({ code, retryable });
  });
});
