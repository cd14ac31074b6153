import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { ownPath, runNode } from './consumer.ts';

const root = () => join(inject('project'), 'node_modules/imagesearch-import');
const paths = () => readdirSync(root(), { recursive: true, encoding: 'utf8' });

describe('the tarball', () => {
  it('is found in order by publint', () =>
    runNode(root(), ownPath('publint/src/cli.js'), 'run', inject('tarball'), '--strict'));

  it('resolves in every way that arethetypeswrong tries', () =>
    runNode(root(), ownPath('@arethetypeswrong/cli/dist/index.js'), inject('tarball')));

  it('has no source maps, and runs nothing when it is installed', () => {
    expect(paths().filter((path) => path.endsWith('.map'))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(root(), 'package.json'), 'utf8')) as {
      readonly scripts: object;
    };
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });

  it('has the licences of the packages that it holds', () => {
    const licences = readFileSync(join(root(), 'dist/bundled-licences.txt'), 'utf8');
    expect(licences).toMatch(/^file-type \d+/m);
    expect(licences.match(/Permission is hereby granted/g)?.length).toBeGreaterThan(5);
  });

  it('has every file that its documents link to', () => {
    const dead = paths()
      .filter((path) => /^[^/]+\.md$|^docs\//.test(path) && path.endsWith('.md'))
      .flatMap((page) => {
        const text = readFileSync(join(root(), page), 'utf8').replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
        const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, link = '']) => link);
        return links
          .filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(root(), dirname(page), link)))
          .map((link) => `${page} links to ${link}`);
      });
    expect(dead).toEqual([]);
  });

  it('lists its documents for coding agents, and has their whole text', () => {
    const list = readFileSync(join(root(), 'llms.txt'), 'utf8');
    const full = readFileSync(join(root(), 'llms-full.txt'), 'utf8');
    const guides = paths().filter((path) => /^docs\/[^/]+\.md$/.test(path));
    expect(guides.filter((path) => !list.includes(`](${path})`))).toEqual([]);
    expect(guides.filter((path) => !full.includes(readFileSync(join(root(), path), 'utf8').trim()))).toEqual(
      [],
    );
  });

  it('is what npm publishes, with its provenance', () => {
    const { publishConfig, repository } = JSON.parse(readFileSync(join(root(), 'package.json'), 'utf8')) as {
      readonly publishConfig: object;
      readonly repository: { readonly url: string };
    };
    expect(publishConfig).toEqual({ access: 'public', provenance: true });
    expect(repository.url).toMatch(/^git\+https:/);
  });

  it('brings as many packages and megabytes as the README says', () => {
    const readme = readFileSync(join(root(), 'README.md'), 'utf8');
    const [, packages, megabytes] = /installs (\d+) packages, (\d+) MB/.exec(readme) ?? [];
    const listed = execFileSync('npm', ['ls', '--all', '--parseable'], {
      cwd: inject('project'),
      encoding: 'utf8',
    });
    const installed = new Set(listed.trim().split('\n')).size - 1; // without the project
    expect(Math.abs(installed - Number(packages))).toBeLessThanOrEqual(5); // newer versions bring other packages
    expect(Math.abs(sizeOf(join(inject('project'), 'node_modules')) / 1e6 - Number(megabytes))).toBeLessThan(
      4,
    );
  });
});

/** The bytes of all files in a folder. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
