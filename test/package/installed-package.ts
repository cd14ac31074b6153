import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The package as it would be published, packed and laid into a project of its own. */
export interface InstalledPackage {
  /** The paths in the tarball. */
  readonly files: readonly string[];
  /** Runs a script of plain Node in that project and returns what it prints. */
  run(script: string, kind: 'module' | 'commonjs'): string;
  remove(): void;
}

/** @param withDependencies whether the project can reach the package's dependencies */
export function installPackage({
  withDependencies,
}: {
  readonly withDependencies: boolean;
}): InstalledPackage {
  const project = mkdtempSync(join(tmpdir(), 'package-test-'));
  const modules = join(project, 'node_modules');
  const target = join(modules, 'imagesearch-import');
  mkdirSync(target, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  execFileSync('tar', ['-xzf', join(project, filename), '-C', target, '--strip-components=1']);
  if (withDependencies) symlinkSync(join(ROOT, 'node_modules'), join(target, 'node_modules'));
  return {
    files: files.map(({ path }) => path),
    run: (script, kind) =>
      execFileSync(process.execPath, [`--input-type=${kind}`, '-e', script], {
        cwd: project,
        encoding: 'utf8',
      }),
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}
