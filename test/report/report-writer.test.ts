import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReportData } from '../../src/report/report-data.ts';
import { type ReportOptions, ReportWriter } from '../../src/report/report-writer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { DATA, HOSTILE, issue } from './report-data.ts';

const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const allBetween = (page: string, before: string, after: string) =>
  page
    .split(before)
    .slice(1)
    .map((part) => part.slice(0, part.indexOf(after)));

describe('a ReportWriter', () => {
  it('writes one file that runs nothing but the program whose digest its policy has', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'new', 'report.html');
    await using report = await ReportWriter.open(path);
    for (const picName of HOSTILE)
      await report.add({ status: 'refused', productId: picName, picName, issues: [issue('A', picName)] });
    await report.finish({
      ...DATA,
      subject: HOSTILE.join(' '),
      facts: { to: HOSTILE[0] ?? '' },
      columns: { columns: { image: HOSTILE }, ignored: HOSTILE, ignoredCount: 9 },
      tasks: [{ id: '1', status: 'FAIL', code: 'X', message: HOSTILE[1] ?? '' }],
      unmatched: HOSTILE,
      next: [{ step: 'mendRefused', file: HOSTILE[1], command: HOSTILE }],
    });
    expect(readdirSync(join(folder.path, 'new'))).toEqual(['report.html']);
    const page = readFileSync(path, 'utf8');
    const policy = allBetween(page, 'http-equiv="Content-Security-Policy" content="', '"')[0]?.replaceAll(
      '&#39;',
      "'",
    );
    const scripts = allBetween(page, '<script>', '</script>');
    expect(scripts).toHaveLength(1);
    expect(scripts[0]?.length).toBeLessThan(70_000);
    const [style = ''] = allBetween(page, '<style>', '</style>');
    expect(policy).toBe(
      `default-src 'none'; script-src ${sha(scripts[0] ?? '')}; style-src ${sha(style)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(4); // settings, small pictures, rows, the program
    expect(page).not.toMatch(/\sstyle="|\son\w+="|https?:\/\/(?!x\.example|www\.w3\.org)/);
  });

  it('writes the rows that the page has no room for into a table beside it, and counts them all', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'report.html');
    {
      await using report = await ReportWriter.open(path, { mostRows: 2 });
      for (let n = 1; n <= 5; n += 1)
        await report.add({ status: 'accepted', picName: `${n}.jpg`, issues: [] });
      await report.finish(DATA);
    }
    expect(readFileSync(join(folder.path, 'report.rest.csv'), 'utf8').trimEnd().split('\r\n')).toEqual([
      '\uFEFFstatus,difference,source,line,productId,name,codes,messages,note,bytes,width,height',
      ...['3', '4', '5'].map((n) => `accepted,,,,,${n}.jpg,,,,,,`),
    ]);
    const page = readFileSync(path, 'utf8');
    expect(page).toContain('<code><bdi>report.rest.csv</bdi></code>');
    expect(page).toMatch(/<tr data-status="supplied">.*<td class="number">5<\/td>/);
  });

  it('leaves nothing behind when it is not finished, or aborted', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'report.html');
    {
      await using report = await ReportWriter.open(path, { mostRows: 0 });
      await report.add({ status: 'accepted', issues: [] });
    }
    expect(readdirSync(folder.path)).toEqual([]);
    const ended = new AbortController();
    const reason = new Error('enough');
    await using report = await ReportWriter.open(path, { signal: ended.signal });
    ended.abort(reason);
    await expect(report.finish(DATA)).rejects.toBe(reason);
    await report[Symbol.asyncDispose]();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('refuses to be finished when the counts do not add up', async () => {
    using folder = temporaryFolder();
    await using report = await ReportWriter.open(join(folder.path, 'report.html'));
    await report.add({ status: 'accepted', issues: [] });
    await expect(report.finish({ ...DATA, supplied: 0 })).rejects.toThrow('Defect in the report');
  });

  it.each<[string, object]>([
    [
      'Cannot continue as a ReportWriter has no option "languge": did you mean \'language\'?',
      { languge: 'zh' },
    ],
    ['Cannot continue as \'language\' must be one of en, zh: current value is "de"', { language: 'de' }],
    [
      "Cannot continue as 'mostRows' must be an integer from 0 to 200000: current value is -1",
      { mostRows: -1 },
    ],
  ])('throws before it writes: %s', async (message, options) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'report.html');
    await expect(ReportWriter.open(path, options as ReportOptions)).rejects.toThrow(message);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each([
    ['another file', 'ProductId,Image\n', /that file is no report and would be lost: name another, such as/],
    ['a folder', undefined, /as it must be a file: it is a folder; name a file/],
  ])('leaves %s that is named by mistake', async (_, content, message) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'shop.csv');
    if (content === undefined) mkdirSync(path);
    else writeFileSync(path, content);
    await expect(ReportWriter.open(path)).rejects.toThrow(message);
    expect(readdirSync(folder.path)).toEqual(['shop.csv']);
    if (content !== undefined) expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('takes the place of an older report and of an empty file, and of no other page', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'index.html');
    const page = '<!doctype html>\n<title>Our shop</title>';
    writeFileSync(path, page);
    const message = /no report and would be lost: name another, such as ".*index\.report\.html"/;
    await expect(ReportWriter.open(path)).rejects.toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe(page);
    writeFileSync(path, '');
    for (const subject of ['first', 'second']) {
      await using report = await ReportWriter.open(path);
      await report.finish({ ...DATA, subject });
    }
    expect(readFileSync(path, 'utf8')).toContain('second');
  });

  it('draws a timeline of any number of spans', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'report.html');
    await using report = await ReportWriter.open(path);
    const span = { lane: 'tasks', label: '1', from: 0, to: 1_000 } as const;
    const spans = Array.from({ length: 200_000 }, () => span); // more than a call takes arguments
    await report.finish({ kind: 'import', subject: 'shop.csv', madeAt: 0, spans });
    expect(readFileSync(path, 'utf8')).toContain('<td class="number">200,000</td>');
  });

  it('refuses misspelt data, another kind, and rows after its end', async () => {
    using folder = temporaryFolder();
    await using report = await ReportWriter.open(join(folder.path, 'report.html'));
    const misspelt = { ...DATA, task: [] } as ReportData;
    await expect(report.finish(misspelt)).rejects.toThrow("did you mean 'tasks'?");
    const other = { ...DATA, kind: 'lint' } as unknown as ReportData;
    await expect(report.finish(other)).rejects.toThrow("'data.kind' must be one of");
    await report.finish(DATA);
    expect(() => report.add({ status: 'accepted', issues: [] })).toThrow('Cannot add a row to a report');
    await expect(report.finish(DATA)).rejects.toThrow('Cannot finish a report again');
  });
});
