import type * as Meta from '../../src/meta/index.ts';
import type { MetaSource } from '../../src/meta/index.ts';

const IMAGES = 1_500; // more than the scanner takes at once

/** What a page may do with ./meta, and what comes of it as JSON. Nothing here is Node's. */
export const PAGE = { use: useMeta, need: needFiles };

async function useMeta(meta: typeof Meta): Promise<string> {
  const { text, refused } = build(meta);
  const bytes = new TextEncoder().encode(text);
  const sources: Readonly<Record<string, () => MetaSource>> = {
    text: () => text,
    bytes: () => bytes,
    Blob: () => new Blob([bytes]),
    'ReadableStream of bytes': () => streamOf(pieces(bytes)),
    'ReadableStream of text': () => streamOf(pieces(text)),
  };
  const read: Record<string, unknown> = {};
  for (const [name, open] of Object.entries(sources)) read[name] = await readAll(meta, open);
  return JSON.stringify({
    text,
    refused,
    read,
    duplicates: await duplicates(meta),
    fixed: await fixAll(meta, bytes),
    written: await write(meta),
    validated: meta.metaRecordSchema['~standard'].validate({ operationType: 'ADD', productId: '1' }),
    schema: meta.metaJsonSchema(),
  });
}

/** What needs files, by what is told instead. */
async function needFiles({ MetaFileBuilder, MetaLineParser }: typeof Meta): Promise<string> {
  const tell = (error: unknown) =>
    error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const builder = new MetaFileBuilder();
  builder.add({ productId: '1', picName: 'a.jpg' });
  const lines = new MetaLineParser().parse({ path: 'increment.meta' });
  return JSON.stringify({
    path: await builder.writeTo('increment.meta').then(() => 'written', tell),
    store: await builder
      .writeTo({ store: { put: async (key) => ({ key, bytes: 0, etag: undefined }) }, key: 'increment.meta' })
      .then(() => 'put', tell),
    parse: await lines.next().then(() => 'read', tell),
  });
}

function build({ MetaFileBuilder }: typeof Meta) {
  const builder = new MetaFileBuilder();
  const refused = [
    builder.add({ productId: '', picName: '/a.jpg' }),
    builder.add({ productId: '1', picName: 'a.jpg', region: { x1: 300, x2: 20, y1: 400, y2: 50 } }),
  ];
  for (let n = 0; n < IMAGES; n++) {
    const picName = `${n % 3 === 0 ? '女装' : 'shoes'}/${n % (IMAGES - 5)}.jpg`;
    builder.add({ productId: `P${n % 5}`, picName, customContent: `{"title":"${n} 商品😀"}`, intAttr: n });
  }
  builder.delete({ productId: 'P9', picName: 'a.jpg' });
  builder.delete({ productId: 'P3' });
  const odd =
    '{"OperationType":"ADD"}\nno JSON\n\n{"OperationType":"DELETE","ProductId":"7","Picname":"a.jpg"}\r\n{"a';
  return { text: `\uFEFF${builder.toString()}${odd}`, refused };
}

async function readAll({ MetaLineParser }: typeof Meta, open: () => MetaSource) {
  const parser = new MetaLineParser();
  const batches = {
    lines: 0,
    records: [] as unknown[],
    lineNumbers: [] as number[],
    issues: [] as unknown[],
  };
  for await (const batch of parser.batches(open())) {
    batches.lines += batch.lines;
    batches.records.push(...batch.records);
    batches.lineNumbers.push(...batch.lineNumbers);
    batches.issues.push(...batch.issues);
  }
  const lines: unknown[] = [];
  for await (const line of parser.parse(open())) lines.push(line);
  const lint = parser.lint(open(), { name: 'products.meta' });
  const found: unknown[] = [];
  for await (const issue of lint) found.push(issue);
  return { batches, lines, found, summary: lint.summary };
}

/** More names than fit into what they may take, which go to a file where there are files. */
async function duplicates({ DuplicateFinder }: typeof Meta) {
  const finder = new DuplicateFinder({ memoryBytes: 65_536 });
  for (let line = 1; line <= 3_000; line++)
    finder.add({ operationType: 'ADD', productId: '1', picName: `${line % 2_990}.jpg` }, line);
  const found: unknown[] = [];
  for await (const issue of finder.issues()) found.push(issue);
  return found;
}

async function fixAll({ fixMeta }: typeof Meta, source: MetaSource) {
  const fix = fixMeta(source);
  const all = { text: '', notes: [] as unknown[] };
  const decoder = new TextDecoder();
  for await (const { bytes, notes } of fix) {
    all.text += decoder.decode(bytes, { stream: true });
    all.notes.push(...notes);
  }
  return { ...all, summary: fix.summary };
}

/** Into a stream, as a page downloads it. */
async function write({ MetaFileBuilder }: typeof Meta) {
  const builder = new MetaFileBuilder();
  builder.add({ productId: '1', picName: '商品.jpg' });
  const decoder = new TextDecoder();
  let text = '';
  const target = new WritableStream<Uint8Array>({
    write(bytes) {
      text += decoder.decode(bytes, { stream: true });
    },
  });
  const tally = await builder.writeTo(target, {
    records: [{ operationType: 'DELETE', productId: '2', picName: 'a.jpg' }],
  });
  return { text, tally };
}

const streamOf = <T>(chunks: readonly T[]) =>
  new ReadableStream<T>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

function pieces<T extends { readonly length: number; slice(from: number, to: number): T }>(whole: T): T[] {
  const all: T[] = [];
  for (let from = 0; from < whole.length; from += 7_777) all.push(whole.slice(from, from + 7_777));
  return all;
}
