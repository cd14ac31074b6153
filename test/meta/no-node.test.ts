import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

const entry = resolve(import.meta.dirname, '../../src/meta/index.ts');

/** Statements that load something at once: `import type` is gone after compilation, `import()` waits. */
const STATIC = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;

/** What loading a file loads: our files, and the names of everything else. */
function loadedBy(file: string, files = new Set<string>(), others = new Set<string>()) {
  files.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(STATIC)) {
    const path = resolve(dirname(file), name);
    if (!name.startsWith('.')) others.add(name);
    else if (!files.has(path)) loadedBy(path, files, others);
  }
  return { files: [...files], others: [...others] };
}

test('src/meta loads no Node builtin, so that it runs in browsers too', () => {
  const { files, others } = loadedBy(entry);
  expect(files.map((file) => basename(file))).toEqual(
    expect.arrayContaining(['meta-line-parser.ts', 'lines.ts']),
  );
  expect(others.filter((name) => isBuiltin(name))).toEqual([]);
});

test('src/meta names no global that only Node has', () => {
  const code = loadedBy(entry).files.map((file) =>
    readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
  );
  expect(code.join('\n').match(/\b(Buffer|process|require|setImmediate|__dirname)\b/g)).toBeNull();
});

test('the scan sees a builtin behind another file', () => {
  expect(loadedBy(resolve(dirname(entry), '../shared/whole-file.ts')).others).toContain('node:fs');
  expect(loadedBy(resolve(dirname(entry), '../catalogue/read-catalogue.ts')).others).toContain(
    'node:fs/promises',
  );
});
