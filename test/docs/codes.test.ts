import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getSystemErrorMap } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CATALOGUE_RULES } from '../../src/catalogue/model/catalogue-rules.ts';
import { CODE_TABLES, explainCode } from '../../src/cli/explain/explain-code.ts';
import { SYSTEM_ERRORS } from '../../src/cli/system-errors.ts';
import { IMAGE_LIMITS } from '../../src/image/image-limits.ts';
import { IMAGE_RULES } from '../../src/image/image-rules.ts';
import { IMPORT_ACTIONS } from '../../src/import/authorization/import-actions.ts';
import { IMPORT_RULES } from '../../src/import/import-issue.ts';
import { IMPORT_STOPPED_CODES } from '../../src/import/import-stopped.ts';
import { READINESS_RULES } from '../../src/import/readiness/readiness-rules.ts';
import { WITHHELD_RULES } from '../../src/import/sync/withheld-deletions.ts';
import { META_FILE_RULES } from '../../src/meta/rules/file-rules.ts';
import { META_LINE_RULES } from '../../src/meta/rules/line-rules.ts';
import { META_RULES } from '../../src/meta/rules/meta-rules.ts';
import { OWN_ERROR_CODES } from '../../src/shared/errors/image-search-error.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');
/** The codes that stand in a first column, or that are headings. */
const documented = (name: string) =>
  new Set([...page(name).matchAll(/^(?:\| |### )`([A-Z][A-Z0-9_]+)`(?: \||$)/gm)].map(([, code]) => code));

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('emulator'))
  .map((path) => readFileSync(join(root, 'src', path), 'utf8'))
  .join('\n');
/** The codes of ours that stand in the source as texts. */
const used = (pattern: RegExp) => new Set([...sources.matchAll(pattern)].map(([, code]) => code as string));

describe('the documentation', () => {
  it('has every code of a meta file, and no other', () => {
    expect(documented('meta-rules.md')).toEqual(
      new Set([
        ...META_RULES.map(({ code }) => code),
        ...Object.keys(META_LINE_RULES),
        ...Object.keys(META_FILE_RULES),
      ]),
    );
  });

  it('names on the page of meta files no code that there is not', () => {
    const named = [...page('meta.md').matchAll(/\bMETA_[A-Z0-9_]+\b/g)].map(([code]) => code);
    const codes = documented('meta-rules.md');
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((code) => !codes.has(code) && !/^META_(?:\w+_)?RULES$/.test(code))).toEqual([]);
  });

  it('has every code of an image with its severity, and no other', () => {
    expect(documented('images.md')).toEqual(new Set(Object.keys(IMAGE_RULES)));
    for (const [code, { severity, means, source }] of Object.entries(IMAGE_RULES))
      expect(page('images.md')).toContain(`| \`${code}\` | ${severity} | ${means} | ${source} |`);
  });

  it('has the limits of every service type', () => {
    for (const [type, { minSide, maxSide }] of Object.entries(IMAGE_LIMITS)) {
      expect(page('images.md')).toMatch(
        new RegExp(`^\\| [a-z, ]*\\b${type}\\b[a-z, ]* \\| ${minSide} \\| ${maxSide} \\|`, 'm'),
      );
    }
  });

  it('has every code of a catalogue, and no other', () => {
    expect(documented('catalogue.md')).toEqual(new Set(Object.keys(CATALOGUE_RULES)));
  });

  it('has every finding of readiness as its table has it, and no other', () => {
    expect(documented('readiness.md')).toEqual(new Set(Object.keys(READINESS_RULES)));
    for (const [code, { level, means, remedy }] of Object.entries(READINESS_RULES)) {
      const cells = [`\`${code}\``, level, means, remedy ?? ''].map((cell) =>
        cell === '' ? ' ' : ` ${cell} `,
      );
      expect(page('readiness.md')).toContain(`|${cells.join('|')}|`);
    }
  });

  it('has every reason to withhold deletions as its table has it, and no other', () => {
    expect(documented('sync.md')).toEqual(new Set(Object.keys(WITHHELD_RULES)));
    for (const [code, means] of Object.entries(WITHHELD_RULES))
      expect(page('sync.md')).toContain(`| \`${code}\` | ${means} |`);
  });

  it('has on the page of authorization every action that a policy can have, and no other', () => {
    const named = [...page('authorization.md').matchAll(/^\| `(\w+:\w+)` \|/gm)].map(([, action]) => action);
    expect(named).toEqual(IMPORT_ACTIONS.map(({ action }) => action));
  });

  it('explains every code of ours that an error or an outcome can have, and no other', () => {
    const ofTables = [...CODE_TABLES.errors, ...CODE_TABLES.import].flatMap(({ codes }) => codes);
    expect(new Set(ofTables)).toEqual(
      new Set([
        ...OWN_ERROR_CODES,
        ...Object.keys(IMPORT_RULES),
        ...IMPORT_STOPPED_CODES,
        ...used(/'(UPLOAD_[A-Z_]+)'/g),
        ...['USAGE', 'CATALOGUE_EMPTY'], // of the command line
        ...Object.keys(SYSTEM_ERRORS),
      ]),
    );
  });

  it('knows every code that is written out in the source', async () => {
    const written = [
      ...used(/\bcode: '([A-Z][A-Z_]{2,})'/g),
      ...used(/'(HTTP_(?!PROXY')[A-Z0-9_]+)'/g),
      ...used(/\b((?:IMAGE|UPLOAD|MIGRATION|CATALOGUE)_[A-Z_]+)'/g),
      ...used(/\b(E(?!RR_|XIF|XAMPLE)[A-Z]{3,})'/g),
    ].filter((code) => !/_(RULES|LIMITS|FORMATS|ROUTES|ENCODINGS)$/.test(code));
    expect(written.length).toBeGreaterThan(100);
    const known = await Promise.all(written.map((code) => explainCode(code)));
    expect(written.filter((_, at) => known[at] === undefined)).toEqual([]);
  });

  it.each([
    'HTTP_502',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'CERT_HAS_EXPIRED',
    ...[...getSystemErrorMap().values()].map(([code]) => code).filter((code) => code.startsWith('E')),
  ])('explains %s, which a message can have without a table that names it', async (code) => {
    for (const language of ['en', 'zh'] as const) expect(await explainCode(code, language)).toBeDefined();
  });
});
