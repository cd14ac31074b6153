import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

/** What the tests take that no other of this package's tests does, by the name it is installed as. */
const TOOLS = {
  'typescript-5.4': 'npm:typescript@5.4.5',
  'typescript-7.0': 'npm:typescript@7.0.2',
  jest: '30.5.2',
};

const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];

declare module 'vitest' {
  interface ProvidedContext {
    /** The tarball, made by `npm pack` as it is in a fresh clone: building included. */
    readonly tarball: string;
    /** An empty project in which the tarball is installed, and nothing else. */
    readonly project: string;
    /** A folder with the tools. */
    readonly tools: string;
  }
}

/** Packs the package, and installs it and the tools in folders of their own. */
export default async function packAndInstall(vitest: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'package-consumers-'));
  const tools = newProject(join(folder, 'tools'), TOOLS);
  const installed = promisify(execFile)('npm', ['install', ...QUIET], { cwd: tools });
  const root = fileURLToPath(new URL('../..', import.meta.url));
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const project = newProject(join(folder, 'project'), { 'imagesearch-import': `file:../${tarball}` });
  execFileSync('npm', ['install', ...QUIET], { cwd: project, stdio: 'pipe' });
  await installed;
  vitest.provide('tarball', join(folder, tarball));
  vitest.provide('project', project);
  vitest.provide('tools', tools);
  return () => rmSync(folder, { recursive: true, force: true });
}

function newProject(folder: string, dependencies: Readonly<Record<string, string>>): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  return folder;
}
