/** What an export has, and how exports are listed. Of the gallery's own images nothing is recorded. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll } from 'vitest';
import type { ExportSummary, GalleryImage } from '../../src/index.ts';
import { Live } from './live.ts';

const live = new Live();
const { gallery } = live.client;
const productId = live.product('exported');
const picName = 'a.jpg';
const GIVEN = {
  ...{ customContent: 'content, "quoted"', intAttr: 1, intAttr2: 2, intAttr3: 3, intAttr4: 4 },
  ...{ strAttr: 'a', strAttr2: 'b', strAttr3: 'c', strAttr4: 'd' },
};

let mine: GalleryImage | undefined;
let summary: ExportSummary;
beforeAll(async () => {
  await gallery.add({ productId, picName, picture: await live.picture(), ...GIVEN });
  await live.settled(productId, picName);
}, 600_000);

live.question(
  'Is the file of an export understood, and to its last line?',
  { assumed: 'yes: JSON lines or a table with a header, in UTF-8' },
  async () => {
    const images = gallery.export({ whenRunning: 'wait' });
    for await (const image of images) if (image.productId === productId) mine = image;
    summary = images.summary;
    const { lines, records, notUnderstood, unknownFields } = summary;
    const unknown = unknownFields.length === 0 ? '' : `; unknown fields: ${unknownFields.join(', ')}`;
    return `${records} of ${lines} lines, ${notUnderstood} not understood${unknown}`;
  },
);

live.question(
  'Which fields does an export have of an image with every attribute?',
  { assumed: 'all of them' },
  async () => {
    if (mine === undefined) return 'the image is not in the export';
    const lost = Object.entries(GIVEN).filter(([name, value]) => mine?.[name as 'intAttr'] !== value);
    return lost.length === 0 ? 'all of them' : `all but ${lost.map(([name]) => name).join(', ')}`;
  },
);

interface RawExport {
  readonly Id: unknown;
  readonly Status: string;
  readonly MetaUrl?: string;
}

/** Exports as DumpMetaList has them. */
async function listed(): Promise<readonly RawExport[]> {
  const { body } = await live.service.call('DumpMetaList', { PageSize: '30' });
  return (body['Data'] as { readonly DumpMetaList: readonly RawExport[] }).DumpMetaList;
}

live.question(
  'How does the file of an export begin, and how is it sent?',
  { assumed: 'text/plain, not compressed; a JSON object with the names of the service' },
  async () => {
    const url = (await listed()).find(({ MetaUrl }) => MetaUrl)?.MetaUrl;
    if (url === undefined) return 'no export has a URL';
    const answer = await fetch(url, { headers: { range: 'bytes=0-4095' } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const type = `${answer.headers.get('content-type')}, ${answer.headers.get('content-encoding') ?? 'plain'}`;
    return `HTTP ${answer.status}, ${type}, on ${new URL(url).hostname}: ${shape(bytes)}`;
  },
);

/** The names in the first line, and none of its values: they are the customer's. */
function shape(bytes: Uint8Array): string {
  const [first = ''] = new TextDecoder().decode(bytes).split('\n', 1);
  const names = [...first.matchAll(/"(\w+)"\s*:/g)].map(([, name]) => name);
  if (bytes.length === 0) return 'empty';
  return names.length > 0 ? `an object with ${names.join(', ')}` : `no object; its first byte is ${bytes[0]}`;
}

live.question('In which order does DumpMetaList list exports?', { assumed: 'newest first' }, async () => {
  if ((await listed()).length < 2) for await (const _ of gallery.export({ whenRunning: 'wait' }));
  const ids = (await listed()).map(({ Id }) => Number(Id));
  const isDescending = ids.every((id, n) => n === 0 || id < (ids[n - 1] ?? 0));
  return isDescending
    ? 'newest first'
    : ids.every((id, n) => n === 0 || id > (ids[n - 1] ?? 0))
      ? 'oldest first'
      : 'in neither order of ids';
});

live.question(
  'What does the service answer to a second export while one may be running?',
  { assumed: 'refused with Console.TaskAlreadyExist (HTTP 409)' },
  async () => {
    const { body } = await live.service.call('DumpMeta', {});
    try {
      const { Id } = body['Data'] as { readonly Id: unknown };
      await live.service.call('DumpMeta', {});
      return `it starts a second one beside ${Id}`;
    } finally {
      while ((await gallery.runningExport()) !== undefined) await sleep(1_000);
    }
  },
);

live.question(
  'What does the answer to DumpMeta have for an id, and DumpMetaList?',
  { assumed: 'a string, and a number' },
  async () => {
    const { body } = await live.service.call('DumpMeta', {});
    const { Id } = body['Data'] as { readonly Id: unknown };
    const [first] = await listed();
    while ((await gallery.runningExport()) !== undefined) await sleep(1_000);
    return `${typeof Id}, and ${typeof first?.Id}`;
  },
);
