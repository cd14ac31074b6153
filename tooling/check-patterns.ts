/** Finds regular expressions in src/ whose time grows faster than the text: `npm run check:static`. */
import { readdir, readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyse } from 'scslre';
import ts from 'typescript';

/** A regular expression, and where it stands. */
interface Pattern {
  readonly place: string;
  readonly pattern: RegExp;
}

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** What makes a pattern slow: the repeated character, by the pattern's place. An empty list is what is wanted. */
export const slowPatterns = (patterns: readonly Pattern[]): readonly string[] =>
  patterns.flatMap(({ place, pattern }) =>
    analyse(pattern).reports.map(
      ({ type, exponential, character: { pick } }) =>
        `${place}: ${pattern} takes ${exponential ? 'exponential' : 'quadratic'} time for many of ${JSON.stringify(pick)} (${type})`,
    ),
  );

/** The regular expressions that stand in a source as literals. */
export function literalsIn(file: string, text: string): readonly Pattern[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      const pattern = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
      found.push({ place: `${file}:${line + 1}`, pattern });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

async function literals(): Promise<readonly Pattern[]> {
  const names = (await readdir(`${ROOT}src`, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const read = async (name: string) =>
    literalsIn(`src/${name}`, await readFile(`${ROOT}src/${name}`, 'utf8'));
  return (await Promise.all(names.map(read))).flat();
}

/** The regular expressions that src/ puts together while it loads. */
async function composed(): Promise<readonly Pattern[]> {
  const found: Pattern[] = [];
  const own = globalThis.RegExp;
  globalThis.RegExp = new Proxy(own, {
    construct(target, args: ConstructorParameters<RegExpConstructor>) {
      const pattern = new target(...args);
      const maker = /\((?:file:\/\/)?(\S+\/src\/\S+\.ts):|at (?:file:\/\/)?(\S+\/src\/\S+\.ts):/.exec(
        new Error('where').stack?.split('\n')[2] ?? '',
      );
      const file = maker?.[1] ?? maker?.[2];
      if (file?.startsWith(ROOT)) found.push({ place: relative(ROOT, file), pattern });
      return pattern;
    },
  });
  await Promise.all([
    import('../src/index.ts'),
    import('../src/meta/index.ts'),
    import('../src/emulator/index.ts'),
  ]);
  globalThis.RegExp = own;
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const slow = slowPatterns([...(await literals()), ...(await composed())]);
  for (const one of slow) console.error(one);
  if (slow.length > 0) process.exitCode = 1;
}
