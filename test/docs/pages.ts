import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The pages of docs/ that are in git, by their paths from the root of the project; the site's build makes others. */
export const DOCS: readonly string[] = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && !/^(?:api|\.vitepress)\b/.test(path))
  .map((path) => join('docs', path))
  .sort();

/** The pages outside docs/ whose readers are users. */
export const READMES: readonly string[] = [
  'README.md',
  'README.zh-CN.md',
  'examples/README.md',
  ...['picture-service', 'nightly-sync', 'in-house-tool', 'many-machines'].map(
    (name) => `examples/${name}/README.md`,
  ),
];

/** The text of a file, by its path from the root of the project. */
export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
