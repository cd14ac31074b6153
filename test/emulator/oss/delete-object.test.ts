import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from '../../support/properties.ts';
import { code, md5 } from './multipart-bed.ts';
import {
  element,
  elements,
  type OssTestServer,
  type SendOptions,
  send,
  startOssTestServer,
} from './oss-test-server.ts';

let server: OssTestServer;
beforeAll(async () => {
  server = await startOssTestServer();
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const del = (body: string, options: SendOptions = {}) =>
  send(server, 'POST', '', {
    query: 'delete',
    body,
    ...options,
    headers: { 'content-md5': md5(body).toString('base64'), ...options.headers },
  });
const documentOf = (keys: readonly string[], more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Delete>${more}${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;
const put = (...keys: string[]) => {
  for (const key of keys) server.state.putObject('bkt', key, Buffer.of());
};
const isThere = (key: string) => server.state.getObject('bkt', key) !== undefined;

describe('DeleteMultipleObjects', () => {
  it('deletes the keys, and tells each of them, whether it was there or not', async () => {
    put('图/1', 'a & b', ' c ');
    const answer = await del(documentOf(['图/1', 'a &amp; b', ' c ', 'missing']));
    expect(answer.status).toBe(200);
    expect(elements(answer.text, 'Key')).toEqual(['图/1', 'a &amp; b', ' c ', 'missing']);
    expect(['图/1', 'a & b', ' c '].some(isThere)).toBe(false);
  });

  it('deletes exactly the keys that the document names, whatever is in them', async () => {
    const escaped = (key: string) =>
      key.replace(/[<>&"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((one) => !/^[/\\]/.test(one));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { minLength: 1, maxLength: 5 }), key, async (keys, other) => {
        put(...keys, other);
        const { text } = await del(documentOf(keys.map(escaped)), { query: 'delete&encoding-type=url' });
        expect(elements(text, 'Key').map(decodeURIComponent)).toEqual(keys);
        expect(keys.some(isThere)).toBe(false);
        expect(isThere(other)).toBe(!keys.includes(other));
        server.state.deleteObject('bkt', other);
      }),
      { numRuns: 60 },
    );
  });

  it('encodes the keys of its answer when it is asked to', async () => {
    const answer = await del(documentOf(['图\n']), { query: 'delete&encoding-type=url' });
    expect([element(answer.text, 'EncodingType'), element(answer.text, 'Key')]).toEqual([
      'url',
      '%E5%9B%BE%0A',
    ]);
  });

  it('says nothing when it is to be quiet', async () => {
    put('quiet');
    const answer = await del(documentOf(['quiet', 'missing'], '<Quiet>true</Quiet>'));
    expect([answer.status, answer.text, isThere('quiet')]).toEqual([200, '', false]);
    expect(elements((await del(documentOf(['a'], '<Quiet>false</Quiet>'))).text, 'Key')).toEqual(['a']);
  });

  it('takes 1,000 keys', async () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `many/${i}`);
    put(...keys);
    expect(elements((await del(documentOf(keys))).text, 'Key')).toEqual(keys);
    expect(keys.some(isThere)).toBe(false);
  });

  const tooMany = Array.from({ length: 1001 }, () => 'kept');
  it.each<[string, string, SendOptions, number, string]>([
    ['there are 1,001 keys', documentOf(tooMany), {}, 400, 'MalformedXML'],
    ['there is no key', documentOf([]), {}, 400, 'MalformedXML'],
    [
      'an object has no key',
      '<Delete><Object><Key>kept</Key></Object><Object/></Delete>',
      {},
      400,
      'MalformedXML',
    ],
    ['it is neither quiet nor not', documentOf(['kept'], '<Quiet>yes</Quiet>'), {}, 400, 'MalformedXML'],
    ['it is another document', '<Remove><Object><Key>kept</Key></Object></Remove>', {}, 400, 'MalformedXML'],
    ['it ends early', documentOf(['kept']).slice(0, -3), {}, 400, 'MalformedXML'],
    [
      'it has a document type',
      `<!DOCTYPE a [<!ENTITY k "kept">]>${documentOf(['kept']).slice(39)}`,
      {},
      400,
      'MalformedXML',
    ],
    ['it has an entity of its own', documentOf(['kept', '&k;']), {}, 400, 'MalformedXML'],
    ['it is deep', `${'<Delete>'.repeat(9)}${'</Delete>'.repeat(9)}`, {}, 400, 'MalformedXML'],
    ['it is empty', '', {}, 400, 'MalformedXML'],
    ['one key cannot be', documentOf(['kept', '/k']), {}, 400, 'InvalidObjectName'],
    [
      'a version is named',
      '<Delete><Object><Key>kept</Key><VersionId>1</VersionId></Object></Delete>',
      {},
      501,
      'NotImplemented',
    ],
    [
      'it has another digest',
      documentOf(['kept']),
      { headers: { 'content-md5': 'x' } },
      400,
      'InvalidDigest',
    ],
    ['it comes in chunks', documentOf(['kept']), { chunked: true }, 411, 'MissingContentLength'],
    ['it is longer than 2 MiB', documentOf(['kept'], ' '.repeat(2 ** 21)), {}, 400, 'EntityTooLarge'],
    [
      'the encoding is unknown',
      documentOf(['kept']),
      { query: 'delete&encoding-type=x' },
      400,
      'InvalidArgument',
    ],
  ])('deletes nothing when %s', async (_, body, options, status, expected) => {
    put('kept');
    expect(code(await del(body, options))).toEqual([status, expected]);
    expect(isThere('kept')).toBe(true);
  });

  it('deletes nothing without Content-MD5', async () => {
    put('kept');
    const answer = await send(server, 'POST', '', { query: 'delete', body: documentOf(['kept']) });
    expect(code(answer)).toEqual([400, 'MissingArgument']);
    expect(element(answer.text, 'EC')).toBe('0016-00000606');
    expect(isThere('kept')).toBe(true);
  });
});
