import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { QueueRecord, QueueStorage } from '../../src/index.ts';
import { rejection } from '../support/failure.ts';
import { all } from '../support/items.ts';
import { FILES, folderOf, power, queueBed } from '../task/queue/queue-bed.ts';

interface TextPlace {
  read(): Promise<string | null | undefined>;
  write(text: string): Promise<void>;
}

/** The adapter as docs/tasks.md shows it. */
async function shownOnThePage(): Promise<(place: TextPlace) => QueueStorage> {
  const page = readFileSync(fileURLToPath(new URL('../../docs/tasks.md', import.meta.url)), 'utf8');
  const [, text = ''] = /```ts\n((?:(?!```)[\s\S])*export function textStorage[\s\S]*?)```/.exec(page) ?? [];
  const { code } = await transform(text, { loader: 'ts' });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).textStorage;
}

const textStorage = await shownOnThePage();
const bed = queueBed();

/** A row of a database that can be away. */
function row() {
  const kept = { text: null as string | null, isAway: false, writes: 0 };
  const place: TextPlace = {
    read: async () => kept.text,
    write: async (text) => {
      if (kept.isAway) throw power;
      kept.writes += 1;
      kept.text = text;
    },
  };
  return { kept, place };
}

describe('the storage that docs/tasks.md shows', () => {
  it('brings every file through once, through a reader that breaks off at each', async () => {
    const { kept, place } = row();
    const seen: string[] = [];
    for (let n = 0; n < 4; n++) {
      const queue = await bed.open({ storage: textStorage(place) }); // a new process each time
      await queue.add(FILES);
      for await (const { file } of queue.run()) {
        if (seen.includes(file.address)) continue;
        seen.push(file.address);
        break;
      }
    }
    expect(seen).toEqual(FILES.map(({ address }) => address));
    expect(await bed.submitted()).toEqual(['/spring', '/summer', '/autumn']);
    const { entries } = await bed.open({ storage: textStorage(place) });
    expect(entries.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(JSON.parse(kept.text ?? '')).toHaveLength(4); // the head and three entries
  });

  it('holds nothing that it could not write, and goes on once it can', async () => {
    const { kept, place } = row();
    const queue = await bed.open({ storage: textStorage(place) });
    await queue.add(FILES.slice(0, 1));
    kept.isAway = true;
    expect(await rejection(queue.add(FILES))).toBe(power);
    expect(await rejection(queue.remove(folderOf('spring')))).toBe(power);
    kept.isAway = false;
    expect(await queue.add(FILES.slice(0, 2))).toBe(1);
    await queue.remove(folderOf('spring'));
    const again = await bed.open({ storage: textStorage(place) });
    expect(again.entries.map(({ id }) => id)).toEqual([folderOf('summer')]);
    expect(await all(again.run())).toHaveLength(1);
  });

  it('gives back records that say the same as those that were appended', async () => {
    const { place } = row();
    const storage = textStorage(place);
    await storage.load();
    const head: QueueRecord = { version: 1, region: 'cn-shanghai', instance: 'emulated' };
    await storage.append([head, { id: 'a', address: folderOf('a'), state: 'waiting' }]);
    await storage.append([{ id: 'a', removed: true }]);
    await storage.append([{ id: 'a', address: folderOf('b'), state: 'waiting' }]);
    expect(await textStorage(place).load()).toEqual([
      head,
      { id: 'a', address: folderOf('b'), state: 'waiting' },
    ]);
  });
});
