import ts from 'typescript';
import { expect, test } from 'vitest';
import { codeBlocks } from './markdown.ts';
import { DOCS, READMES, ROOT, textOf } from './pages.ts';
import { GIVEN, GIVEN_TYPES, NOT_INSTALLED } from './sample-names.ts';

const ENTRIES = {
  'imagesearch-import': 'src/index.ts',
  'imagesearch-import/meta': 'src/meta/index.ts',
  'imagesearch-import/emulator': 'src/emulator/index.ts',
  'imagesearch-import/distributed': 'src/distributed/index.ts',
};

/** A sample of a page, as a module of a file that there is not. */
interface Sample {
  readonly place: string;
  readonly file: string;
  readonly text: string;
}

const SAMPLES: readonly Sample[] = [...READMES, ...DOCS].flatMap((page) =>
  codeBlocks(textOf(page))
    .filter(({ language }) => language === 'ts')
    .map(({ text, line }) => {
      const file = `${ROOT}test/docs/${page.replaceAll('/', '_')}_${line}.ts`;
      return { place: `${page}:${line}`, file, text: `${text}\nexport {};\n` };
    }),
);

/** Options of the project, and a little less: a sample may leave a name unused, and spread what may be undefined. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  return {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
    noPropertyAccessFromIndexSignature: false,
    exactOptionalPropertyTypes: false,
    resolveJsonModule: true,
    paths: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, [`${ROOT}${path}`]])),
  };
}

const OPTIONS = compilerOptions();
const HOST = ts.createCompilerHost(OPTIONS);
const PARSED = new Map<string, ts.SourceFile | undefined>();

/** A program of texts by their files, over the source of the package, which is read once. */
function programOf(texts: ReadonlyMap<string, string>, before?: ts.Program): ts.Program {
  const host: ts.CompilerHost = {
    ...HOST,
    fileExists: (file) => texts.has(file) || HOST.fileExists(file),
    readFile: (file) => texts.get(file) ?? HOST.readFile(file),
    getSourceFile: (file, version) => {
      const text = texts.get(file);
      if (text !== undefined) return ts.createSourceFile(file, text, version, true);
      if (!PARSED.has(file)) PARSED.set(file, HOST.getSourceFile(file, version));
      return PARSED.get(file);
    },
  };
  return ts.createProgram([...texts.keys()], OPTIONS, host, before);
}

const troublesOf = (program: ts.Program, file: string): readonly ts.Diagnostic[] => {
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
};

const NAME_MISSING = [2304, 2552, 2663, 18004];

/** The names that a sample uses and that nothing in it declares. */
const missingNames = (troubles: readonly ts.Diagnostic[]): ReadonlySet<string> =>
  new Set(
    troubles
      .filter(({ code }) => NAME_MISSING.includes(code))
      .map(({ file, start = 0 }) => /^[\w$]+/.exec(file?.text.slice(start) ?? '')?.[0] ?? ''),
  );

/** The public names of each entry point. */
function publicNames(program: ts.Program): ReadonlyMap<string, readonly string[]> {
  const checker = program.getTypeChecker();
  return new Map(
    Object.entries(ENTRIES).map(([entry, path]) => {
      const source = program.getSourceFile(`${ROOT}${path}`);
      const symbol = source && checker.getSymbolAtLocation(source);
      return [entry, symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : []];
    }),
  );
}

/** Declares the names that a sample misses: public ones are imported, others are those that the text around it speaks of. */
function declared(missing: ReadonlySet<string>, names: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...missing].map((name) => {
    const entry = [...names].find(([, all]) => all.includes(name))?.[0];
    if (entry !== undefined) return `import { ${name} } from '${entry}';`;
    if (name in GIVEN_TYPES) return `type ${name} = ${GIVEN_TYPES[name]};`;
    return name in GIVEN ? `declare const ${name}: ${GIVEN[name]};` : '';
  });
  return lines.join('');
}

test('every sample in TypeScript is right by the types of the package', { timeout: 180_000 }, () => {
  expect(SAMPLES.length).toBeGreaterThan(40);
  const modules: [string, string] = [
    `${ROOT}test/docs/not-installed.d.ts`,
    NOT_INSTALLED.map((name) => `declare module '${name}';`).join('\n'),
  ];
  const imports = Object.keys(ENTRIES).map((entry) => `import '${entry}';`);
  const all: [string, string] = [`${ROOT}test/docs/entries.ts`, imports.join('\n')];
  const bare = programOf(new Map([modules, all, ...SAMPLES.map(({ file, text }) => [file, text] as const)]));
  const names = publicNames(bare);
  const whole = SAMPLES.map(
    ({ file, text }) => [file, declared(missingNames(troublesOf(bare, file)), names) + text] as const,
  );
  const program = programOf(new Map([modules, all, ...whole]), bare);
  const troubles = SAMPLES.flatMap(({ place, file }) =>
    troublesOf(program, file).map(({ file: source, start = 0, messageText }) => {
      const line = source?.text.slice(start).split('\n')[0];
      return `${place} ${ts.flattenDiagnosticMessageText(messageText, ' ')} [${line}]`;
    }),
  );
  expect(troubles).toEqual([]);
});
