import { describe, expect, it } from 'vitest';
import { picNameOfImage } from '../src/catalogue/model/pic-name-of-image.ts';
import { readCatalogue } from '../src/catalogue/read-catalogue.ts';
import { unescaped } from '../src/catalogue/workbook/shared-texts.ts';
import { readForm } from '../src/emulator/upload/read-form.ts';
import { ExportAccount } from '../src/gallery/export/export-account.ts';
import { readExport } from '../src/gallery/export/read-export.ts';
import { ImageValidator } from '../src/image/image-validator.ts';
import { fixMeta } from '../src/meta/fix/fix-meta.ts';
import { MetaLineParser } from '../src/meta/meta-line-parser.ts';
import { parseRegion } from '../src/meta/model/region.ts';
import { parseEndpoint, regionName } from '../src/service/addresses/endpoint.ts';
import { parseOssAddress } from '../src/service/addresses/oss-address.ts';
import { bareCause } from '../src/service/errors/bare-cause.ts';
import { networkFailure } from '../src/service/errors/network-error.ts';
import { retryAfterMs } from '../src/service/errors/retry-after.ts';
import { parseFilter } from '../src/service/filter/parse-filter.ts';
import { ResultHosts } from '../src/service/result-file/result-hosts.ts';
import { foreignText, foreignWord } from '../src/shared/errors/foreign-text.ts';
import { readProxy } from '../src/shared/http/proxy.ts';
import { objectInJson, parseWithLongIds } from '../src/shared/text/parse-json.ts';
import { trimSlashes } from '../src/shared/text/trim-slashes.ts';
import { ossError } from '../src/storage/oss-error.ts';
import { OssStore } from '../src/storage/oss-store.ts';
import { isAtLocation } from '../src/task/calls/task-location.ts';
import { FailureLines } from '../src/task/failures/failure-line.ts';
import { reply, replyJson, startFaultServer } from './support/fault-server.ts';
import { serviceAt } from './support/service-at.ts';

/** Texts that make a careless reader look at a character once for each of the others. */
const TEXTS: Readonly<Record<string, (length: number) => string>> = {
  ...Object.fromEntries(
    ['/', '\\', '"', '[', '=', ',', ' ', '\r', '0', 'a', '😀', './', '"\\', '{"a":', '&lt;', 'x-oss-'].map(
      (unit) => [
        `many of ${JSON.stringify(unit)}`,
        (length: number) => unit.repeat(Math.ceil(length / unit.length)),
      ],
    ),
  ),
  'line, blanks and a letter': (length) => `line${' '.repeat(length - 5)}x`,
  'an object of unknown keys': (length) =>
    `{${Array.from({ length: length / 12 }, (_, n) => `"k${n}":1`).join()}}`,
  'an object of misspelt fields': (length) =>
    `{${Array.from({ length: length / 20 }, (_, n) => `"PicName ${n}":"a"`).join()}}`,
  'a list of objects': (length) => `[${Array.from({ length: length / 10 }, () => '{"line":1}').join()}]`,
};

type Read = (text: string) => unknown;
const HUGE = 8 * 1024 * 1024; // longer than the longest text, so that it is read
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source); // what comes out is tested elsewhere
}

const linesOf = (form: (text: string) => string) => (text: string) =>
  drain(new MetaLineParser({ maxLineBytes: HUGE }).parse(form(text)));
const metaLine = (field: string, text: string) =>
  `${JSON.stringify({ OperationType: 'ADD', ProductId: '1', PicName: 'a.jpg', CustomContent: '', [field]: text })}\n`;
const catalogue = (name: string, form: (text: string) => string) => (text: string) =>
  drain(readCatalogue({ bytes: [bytesOf(form(text))], name }));
const image = (beginning: string) => {
  const validator = new ImageValidator();
  return (text: string) =>
    validator.validate(Buffer.concat([Buffer.from(beginning, 'latin1'), bytesOf(text)]));
};
const credentials = { accessKeyId: 'an id', accessKeySecret: 'a secret' };

async function exported(text: string): Promise<void> {
  const chunks = (async function* () {
    yield Buffer.from(text);
  })();
  await drain(readExport(chunks, new ExportAccount()));
}

async function listed(contents: string): Promise<void> {
  const xml = `<?xml version="1.0"?><ListBucketResult>${contents}</ListBucketResult>`;
  await using server = await startFaultServer(reply(200, xml, { 'x-oss-request-id': 'R' }));
  const endpoint = `http://localhost:${server.port}`;
  const store = new OssStore({ bucket: 'bucket', region: 'cn-shanghai', endpoint, credentials });
  await drain(store.list(''));
  store.close();
}

/** Whatever takes a text from outside. An error is an answer, too. */
const READERS: Readonly<Record<string, Read>> = {
  'parse() of a line': linesOf((text) => `${text}\n`),
  'parse() of an id': linesOf((text) => metaLine('ProductId', text)),
  'parse() of a PicName': linesOf((text) => metaLine('PicName', text)),
  'parse() of a Region': linesOf((text) => metaLine('Region', text)),
  'lint()': (text) => drain(new MetaLineParser({ maxLineBytes: HUGE }).lint(text, { name: text })),
  'fixMeta() of a line': (text) => drain(fixMeta(text, { maxLineBytes: HUGE })),
  'fixMeta() of a PicName': (text) => drain(fixMeta(metaLine('PicName', text), { maxLineBytes: HUGE })),
  'fixMeta() of a Region': (text) => drain(fixMeta(metaLine('Region', text), { maxLineBytes: HUGE })),
  'a first line of a failure file': (text) => new FailureLines().read(text),
  'a row of a failure file': async (text) => {
    const lines = new FailureLines();
    await lines.read('line,code');
    await lines.read(text);
  },
  'a CSV': catalogue('a.csv', (text) => text),
  'a CSV, a header': catalogue('a.csv', (text) => `ProductId,Image,${text}\n1,a.jpg,x\n`),
  'a CSV, an image': catalogue('a.csv', (text) => `ProductId,Image\n1,"${text.replaceAll('"', '""')}"\n`),
  'a CSV, a number': catalogue('a.csv', (text) => `ProductId,Image,IntAttr\n1,a.jpg,"${text}"\n`),
  'a TSV': catalogue('a.tsv', (text) => `ProductId\tImage\n${text}`),
  'JSON lines': catalogue('a.jsonl', (text) => `{"ProductId":"1","Image":"a.jpg"}\n${text}`),
  'a JSON list': catalogue('a.json', (text) => `[{"ProductId":"1","Image":"a.jpg"},${text}`),
  'a JSON value': catalogue('a.json', (text) => JSON.stringify([{ ProductId: text, Image: text }])),
  'a catalogue of an unknown kind': catalogue('a', (text) => text),
  'the name of an image': (text) => [picNameOfImage(text, 'a'), picNameOfImage(`oss://b/${text}`, 'a')],
  'a text of a workbook': unescaped,
  'an address in OSS': (text) => parseOssAddress(`oss://bucket/${text}x`),
  'the end of an address in OSS': (text) => parseOssAddress(`oss://bucket/a${text}`),
  'the middle of an address in OSS': (text) => parseOssAddress(`oss://bucket/a${text}b`),
  'a bucket': (text) => parseOssAddress(`oss://${text}`),
  'a region': regionName,
  'an endpoint': (text) => parseEndpoint('endpoint', text),
  'a proxy': (text) => readProxy(`http://${text}`),
  'a path of a task': (text) =>
    isAtLocation({ bucket: 'b', path: `/a${text}b` }, { bucket: 'b', path: text }),
  'a folder': (text) => trimSlashes(`a${text}b`),
  'the lines of an export': (text) => exported(`{"ProductId":"1","PicName":"a.jpg"}\n${text}`),
  'a line of an export': (text) => exported(JSON.stringify({ ProductId: text, PicName: text })),
  'the rows of an export': (text) =>
    exported(`ProductId,PicName\n1,"${text.replaceAll('"', '""')}"\n${text}`),
  'the URL of a failure file': (text) => new ResultHosts([], 'a.example').checkedUrl(`https://${text}`),
  'a Region': parseRegion,
  'an image of no format': image(''),
  'an SVG': image('<?xml version="1.0"?>'),
  'a PPM': image('P6\n'),
  'a comment of a PPM': image('P6\n#'),
  'a PNG': image('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\0\0\0\x01\0\x08\x02\0\0\0\0\0\0\0'),
  'a JPEG': image('\xff\xd8\xff\xe1'),
  'a GIF': image('GIF89a\x01\0\x01\0\0\0\0'),
  'a TIFF': image('II*\0\x08\0\0\0'),
  'a BMP': image('BM'),
  'a WebP': image('RIFF\0\0\0\x7fWEBPVP8X'),
  'a message of a service': foreignText,
  'a code of a service': foreignWord,
  'an error of OSS': (text) =>
    ossError('do', Object.assign(new Error(text), { code: 'X', status: 400 }), credentials, {
      url: new URL('https://a.example'),
      proxy: undefined,
    }),
  'an error of the network': (text) => [bareCause(new Error(text)), networkFailure(new Error(text))],
  'an answer in JSON': (text) => objectInJson(`{"Id":${text}}`, (json) => parseWithLongIds(json, 'Id')),
  'a Retry-After': (text) => retryAfterMs(text, 0),
  'a form': (text) =>
    readForm(
      Buffer.from(`--b\r\ncontent-disposition: form-data;${text}\r\n\r\n`),
      'multipart/form-data; boundary=b',
    ),
  'a filter': parseFilter,
  'a list of objects': (text) =>
    listed(`<Contents><Key>${text.replace(/[<&\0]/g, '_')}</Key><Size>1</Size></Contents>`),
  'a long list of objects': (text) =>
    listed('<Contents><Key>a</Key><Size>1</Size></Contents>'.repeat(text.length / 50)),
  'an answer of Image Search': async (text) => {
    await using server = await startFaultServer(replyJson(200, { RequestId: 'R', Success: true, Msg: text }));
    await serviceAt(server.endpoint).call('Detail', {});
  },
};

async function attempt(read: Read, text: string): Promise<void> {
  try {
    await read(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error; // a refusal is an answer
  }
}

/**
 * A reader whose time grows as the text does answers a megabyte within a second. One that looks at the text again for each
 * of its characters takes minutes, on the fastest machine: no machine is slow or fast enough to change what comes out.
 */
const TIMEOUT_MS = 30_000;

describe.each(Object.entries(READERS))('%s', (_, read) => {
  it.each(Object.entries(TEXTS))(
    'is answered in good time when it has %s, a megabyte long',
    { timeout: TIMEOUT_MS },
    async (_, make) => {
      const start = performance.now();
      await attempt(read, make(1_000_000));
      expect(performance.now() - start).toBeLessThan(TIMEOUT_MS); // a time-out does not end what never waits
    },
  );
});
