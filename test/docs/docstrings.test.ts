import { describe, expect, it } from 'vitest';
import { publicNames } from './public-names.ts';

/** Types of standards, whose members their own documents describe. */
const OF_STANDARDS = /^(JsonSchema|StandardSchema|StandardResult|StandardIssue|RamPolicy|RamTrustPolicy)\./;

/** Classes whose objects others make: a function or a method, which has the example, or what throws them. */
const MADE_BY_OTHERS = [
  ...['CatalogueReading', 'Connection', 'GalleryExport', 'ImportVerification', 'Ingester', 'MetaFix'],
  ...['MetaLint', 'MigrationResults', 'TaskList'],
  ...['CatalogueEmpty', 'CatalogueUnreadable', 'ImageRefused', 'ImportStopped', 'MetaRecordRefused'],
  'TaskStillRunning',
];

describe('the docstrings', () => {
  const names = publicNames();

  it('say of every public name, and of every public member, what it is', () => {
    const silent = names.filter(({ name, text }) => text.trim() === '' && !OF_STANDARDS.test(name));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(names.length).toBeGreaterThan(1_000); // the compiler has found them
  });

  it('show every function and class in use', () => {
    const unshown = names.filter(
      ({ name, kind, examples }) =>
        (kind === 'function' || kind === 'class') &&
        examples.length === 0 &&
        !MADE_BY_OTHERS.includes(name) &&
        !names.some((one) => one.name.startsWith(`${name}.`) && one.examples.length > 0),
    );
    expect(unshown.map(({ name }) => name)).toEqual([]);
  });
});
