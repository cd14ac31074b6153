import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GROUPS } from '../../docs/.vitepress/pages.ts';
import { SUBJECTS, subjectOf } from '../../tooling/api-subjects.ts';
import { ROOT } from './pages.ts';

const PATHS = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);

it('every subject of the reference has files, and a page that tells of it', () => {
  const pages = GROUPS.flatMap((group) => group.pages.map(({ path }) => path));
  for (const { name, guide, paths } of SUBJECTS) {
    expect(pages, name).toContain(guide);
    for (const beginning of paths)
      expect(
        PATHS.some((path) => path.startsWith(beginning)),
        beginning,
      ).toBe(true);
  }
});

it('a file belongs to the subject that names most of its path', () => {
  expect(subjectOf('import/plan/plan-entries.ts').name).toBe('Imports');
  expect(subjectOf('import/sync/sync-options.ts').name).toBe('Syncs and ingesters');
  expect(() => subjectOf('cli/main.ts')).toThrow(
    'No subject has src/cli/main.ts: add its folder to SUBJECTS',
  );
});
