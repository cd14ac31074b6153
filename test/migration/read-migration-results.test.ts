import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MigrationResultsOptions, planMigration, readMigrationResults } from '../../src/index.ts';
import { failureOf } from '../support/failure.ts';
import fc from '../support/properties.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migration-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function planned(
  names: readonly string[],
  route: 'online-migration' | 'ossimport' | 'import',
  at = folder,
) {
  const images = names.map((name) => ({
    name,
    bytes: 1,
    url: `https://a.example/${encodeURIComponent(name).replaceAll('%2F', '/')}`,
  }));
  const to = { to: 'oss://my-bucket/spring', region: 'cn-shanghai', megabitsPerSecond: 1000 };
  await planMigration(images, { ...to, folder: join(at, 'plan'), route });
}

async function lists(files: Readonly<Record<string, string | Uint8Array>>, at = folder) {
  await mkdir(join(at, 'lists'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(at, 'lists', name)), { recursive: true });
    await writeFile(join(at, 'lists', name), content);
  }
}

async function read(options: MigrationResultsOptions = {}, at = folder) {
  const results = readMigrationResults(join(at, 'plan'), join(at, 'lists'), options);
  const outcomes: [string, string, string | undefined][] = [];
  for await (const { name, status, issues } of results) outcomes.push([name, status, issues[0]?.code]);
  return { outcomes, summary: results.summary };
}

const row = (name: string, rest = '1,1') => `source,${encodeURIComponent(`spring/${name}`)},${rest}\n`;

describe('readMigrationResults() of Data Online Migration', () => {
  it('gives each image one outcome, and tells lines that are repeated or unknown', async () => {
    await planned(['a.jpg', 'b c.jpg', 'd.jpg', 'e.jpg', '../f.jpg'], 'online-migration');
    await lists({
      '1@2@1_total_list_0': `Source,Destination\n${row('a.jpg')}${row('b c.jpg')}${row('d.jpg')}${row('a.jpg')}`,
      '1@2@1_skipped_list_0.gz': gzipSync(row('b c.jpg')),
      'more/1@2@1_failed_list_0': `${row('d.jpg', '1,1,NoSuchKey')}${row('x.jpg')}`,
      'readme.txt': 'no list',
    });
    const unknown: string[] = [];
    const { outcomes, summary } = await read({
      onUnknownLine: ({ file, line, text }) => unknown.push(`${file}:${line} ${text}`),
    });
    expect(outcomes).toEqual([
      ['../f.jpg', 'refused', 'MIGRATION_KEY'],
      ['a.jpg', 'sent', undefined],
      ['b c.jpg', 'present', undefined],
      ['d.jpg', 'failed', 'MIGRATION_FAILED'],
      ['e.jpg', 'failed', 'MIGRATION_UNREPORTED'],
    ]);
    expect(summary).toEqual({
      ...{ supplied: 5, sent: 1, present: 1, refused: 1, failed: 2, unreported: 1 },
      ...{ lines: 8, used: 5, repeated: 1, unknown: 2, otherFiles: 1 },
    });
    expect(unknown).toEqual([
      '1@2@1_total_list_0:1 Destination',
      'more/1@2@1_failed_list_0:2 spring%2Fx.jpg',
    ]);
  });

  it('accounts for every image and every line, whatever the lists name', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f+g', 'h%').map((one) => `${one}.jpg`);
    const kinds = ['total', 'skipped', 'failed'] as const;
    return fc.assert(
      fc.asyncProperty(
        fc.array(name),
        fc.array(fc.tuple(fc.constantFrom(...kinds), name)),
        async (names, told) => {
          const at = await mkdtemp(join(folder, 'run-'));
          await planned(names, 'online-migration', at);
          const of = (kind: string) => told.filter(([one]) => one === kind).map(([, text]) => row(text));
          await lists(
            Object.fromEntries(kinds.map((kind) => [`1@1@1_${kind}_list_0`, of(kind).join('')])),
            at,
          );
          const { outcomes, summary } = await read({}, at);
          expect(outcomes.map(([one]) => one)).toEqual([...names].sort());
          expect(summary.sent + summary.present + summary.refused + summary.failed).toBe(names.length);
          expect([summary.lines, summary.unknown]).toEqual([
            told.length,
            told.filter(([, one]) => !names.includes(one)).length,
          ]);
          for (const [one, status] of outcomes.filter(([, status]) => status !== 'refused')) {
            const said = (kind: string) => told.some(([list, text]) => list === kind && text === one);
            const expected = said('failed')
              ? 'failed'
              : said('skipped')
                ? 'present'
                : said('total')
                  ? 'sent'
                  : 'failed';
            expect([one, status]).toEqual([one, expected]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('throws for a folder without lists, and for one without a plan', async () => {
    await planned(['a.jpg'], 'online-migration');
    await lists({});
    await expect(read()).rejects.toThrow('has no list of online-migration');
    await writeFile(join(folder, 'plan', 'plan.json'), '{}');
    await expect(read()).rejects.toThrow('no plan that planMigration() has written');
  });

  it('names the list whose gzip is damaged', async () => {
    await planned(['a.jpg'], 'online-migration');
    await lists({ '1@1@1_total_list_0.gz': 'no gzip' });
    const failure = await failureOf(read());
    expect(failure.code).toBe('LISTING_UNREADABLE');
    expect(failure.message).toMatch(
      /1@1@1_total_list_0\.gz" as its gzip is damaged: .*; fetch the list again$/,
    );
  });

  it('throws when the plan has lost images', async () => {
    await planned(['a.jpg', 'b.jpg'], 'online-migration');
    await lists({ '1@1@1_total_list_0': row('a.jpg') });
    await writeFile(join(folder, 'plan', 'images.jsonl'), '{"name":"a.jpg","bytes":1,"issues":[]}\n');
    await expect(read()).rejects.toThrow('images.jsonl has 1 images, and the plan 2');
  });
});

describe('readMigrationResults() of ossimport', () => {
  it('has the failures of error.list, and calls the others sent when it is told to', async () => {
    await planned(['a.jpg', 'b/c.jpg'], 'ossimport');
    await lists({ 'failed_tasks/1/error.list': 'b/c.jpg\r\n\n', 'failed_tasks/1/audit.log': 'x' });
    expect((await read()).outcomes).toEqual([
      ['a.jpg', 'failed', 'MIGRATION_UNREPORTED'],
      ['b/c.jpg', 'failed', 'MIGRATION_FAILED'],
    ]);
    const { outcomes, summary } = await read({ unreported: 'sent' });
    expect(outcomes.map(([, status]) => status)).toEqual(['sent', 'failed']);
    expect(summary).toMatchObject({ unreported: 1, otherFiles: 1 });
  });
});

it('readMigrationResults() throws for a plan whose route is an import', async () => {
  await planned(['a.jpg'], 'import');
  await lists({});
  await expect(read()).rejects.toThrow('its route is an import');
});
