import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { publicNames } from '../docs/public-names.ts';
import { moduleOf, runExamples } from './run-examples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** What needs a service that no test has, or is a part of a whole that is tested elsewhere. */
const NOT_RUN: Readonly<Record<string, string>> = {
  AzureSource: 'an account of Azure',
  S3Source: 'an account of AWS',
  openObjectSource: 'an account of AWS',
  InventorySource: 'an account of AWS',
  importStatus: 'a state of workers',
  runOnBullMq: 'a Redis',
  startWorker: 'a Redis',
  planMigration: 'terabytes',
  readMigrationResults: "a mover's report",
  MIGRATION_RESULT_RULES: "a mover's report",
  profileCredentials: 'a profile',
};

const all = publicNames();
const examples = all.flatMap(({ name, examples: own }) => own.map((code) => ({ name, code })));

/** What the compiler has to say of all modules, each with the name that it documents. */
function complaints(modules: ReadonlyMap<string, string>): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const unusedIsFine = { ...options, noUnusedLocals: false, allowUnreachableCode: true };
  const host = ts.createCompilerHost(unusedIsFine);
  const read = host.readFile;
  host.readFile = (path) => modules.get(path) ?? read(path);
  const exists = host.fileExists;
  host.fileExists = (path) => modules.has(path) || exists(path);
  const program = ts.createProgram([...modules.keys()], unusedIsFine, host);
  return [...modules.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText, start, length = 0 }) => {
      const where = file?.text.slice(start, (start ?? 0) + length);
      return `${path.slice(here.length)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')} (${where})`;
    });
  });
}

describe('the examples of docstrings', () => {
  it('compile', () => {
    const modules = examples.map(
      ({ name, code }, n) => [join(here, `example-${n}-${name}.ts`), moduleOf(code)] as const,
    );
    expect(complaints(new Map(modules))).toEqual([]);
    expect(modules.length).toBeGreaterThan(50);
  });

  it('run against the emulator', { timeout: 180_000 }, async () => {
    expect(await runExamples(examples.filter(({ name }) => !Object.hasOwn(NOT_RUN, name)))).toEqual([]);
  });
});
