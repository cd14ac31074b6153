import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { writeWholeFile } from '../../shared/files/whole-file.ts';
import type { MigrationImage } from '../model/migration-image.ts';
import type { MigrationSettings } from '../model/migration-options.ts';

/**
 * Bytes of one list before it is compressed. The help page "Preparations" allowed 25 MB in Apr 2024, 50 MB in Nov 2024 and
 * 100 MB in Nov 2025, compressed: so each of these holds.
 */
const LIST_BYTES = 20_000_000;

/** The files that a plan for Data Online Migration has. */
export const ONLINE_MIGRATION_FILES = /^(manifest\.json|images-\d+\.csv\.gz)$/;

/**
 * Writes the list of Data Online Migration: `manifest.json`, and `images-0001.csv.gz` and so on with the columns Url and Key,
 * both URL-encoded as a whole, each row ended by a line feed (help page "Preparations", Nov 19 2025). Key is the whole key: the
 * prefix of the destination's data address must be empty.
 *
 * @yields the name of each file once it is written
 */
export async function* writeManifest(
  images: AsyncIterable<MigrationImage>,
  { folder, prefix, listPrefix }: MigrationSettings,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  const lists: string[] = [];
  const blocks = blocksOf(images, prefix);
  try {
    for (let next = await blocks.next(); !next.done; ) {
      const list = async function* (): AsyncGenerator<string, void, void> {
        for (let bytes = 0; !next.done && bytes < LIST_BYTES; next = await blocks.next()) {
          bytes += next.value.length; // it is ASCII
          yield next.value;
        }
      };
      const name = `images-${String(lists.length + 1).padStart(4, '0')}.csv.gz`;
      lists.push(name);
      const zipped = pipeline(Readable.from(list()), createGzip(), () => {}); // a failure ends the reading, too
      await writeWholeFile(join(folder, name), zipped, { signal });
      yield name;
    }
  } finally {
    await blocks.return();
  }
  await writeWholeFile(
    join(folder, 'manifest.json'),
    once(`${JSON.stringify(manifest(listPrefix, lists), null, 2)}\n`),
    { signal },
  );
  yield 'manifest.json';
}

/** Rows of the lists, many at a time. */
async function* blocksOf(
  images: AsyncIterable<MigrationImage>,
  prefix: string,
): AsyncGenerator<string, void, void> {
  let block = '';
  for await (const { name, url } of images) {
    block += `${encodeURIComponent(new URL(url as string).href)},${encodeURIComponent(prefix + name)}\n`;
    if (block.length < BLOCK_CHARACTERS) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

const BLOCK_CHARACTERS = 65_536;

const manifest = (prefix: string, lists: readonly string[]) => ({
  fileFormat: 'CSV',
  fileSchema: 'Url, Key',
  files: lists.map((name) => ({ key: prefix + name })),
});

async function* once(content: string | Uint8Array): AsyncGenerator<string | Uint8Array, void, void> {
  yield content;
}
