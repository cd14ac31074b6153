import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Options } from 'tsup';

/** Writes the licences of the packages whose code a build holds: they ask to be handed on with it. */
export function licencesOfBundled(file: string): NonNullable<Options['esbuildPlugins']>[number] {
  return {
    name: 'licences-of-bundled',
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => {
        const paths = Object.keys(metafile?.inputs ?? {});
        const folders = new Set(paths.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, [...folders].sort().map(licenceOf).join('\n\n'));
      });
    },
  };
}

/** The folder of a package, also of one inside another. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

function licenceOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  const licence = readdirSync(folder).find((path) => /^licen[cs]e/i.test(path));
  if (licence === undefined) throw new Error(`There is no licence in ${folder}`);
  return `${name} ${version}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}\n`;
}
