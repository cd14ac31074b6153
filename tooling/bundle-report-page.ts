/** Bundles the program and the style of a report's page: `npm run build` writes them as a module, before anything else. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const REPORT = new URL('../src/report/', import.meta.url);
const pathOf = (name: string) => fileURLToPath(new URL(name, REPORT));
const MODULE = pathOf('page-program.ts');

/** Browsers of the last years: those that have `DecompressionStream`. */
const TARGETS = ['chrome111', 'firefox113', 'safari16.4'];

const SHARED: BuildOptions = {
  bundle: true,
  minify: true,
  write: false,
  target: TARGETS,
  legalComments: 'none',
};

const script = await bundled({ ...SHARED, entryPoints: [pathOf('browser/main.ts')], format: 'iife' });
const style = await bundled({
  ...SHARED,
  stdin: {
    contents: '@import "uplot/dist/uPlot.min.css"; @import "./style.css";',
    resolveDir: pathOf('browser'),
    loader: 'css',
  },
});
for (const text of [script, style])
  if (/<\/(?:script|style)|<!--/i.test(text))
    throw new Error('Cannot put the bundle into a page as it must not end its own element');

await writeFile(
  MODULE,
  `/** What is in \`browser/\` as one program and one style. Written by \`npm run build\`, and not committed. */
export const SCRIPT = ${JSON.stringify(script)};
export const STYLE = ${JSON.stringify(style)};
`,
);

async function bundled(options: BuildOptions): Promise<string> {
  const { outputFiles = [] } = await build(options);
  return (outputFiles[0]?.text ?? '').trim();
}
