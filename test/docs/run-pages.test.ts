import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { codeBlocks } from './markdown.ts';
import { DOCS, ROOT, textOf } from './pages.ts';

/** `npx`, as a fresh folder has it: the command that is built here, whose exit codes are noted. */
const NPX = `#!/bin/sh
shift
"${process.execPath}" "${ROOT}dist/cli.cjs" "$@"
code=$?
echo "$code $*" >> "$EXIT_CODES"
exit $code
`;

const running: ChildProcess[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    const over = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGINT')) await over;
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A fresh folder in which the package is installed, and what its programs see of the machine. */
async function freshFolder(folder: string) {
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'npx'), NPX);
  await chmod(join(folder, 'bin', 'npx'), 0o755);
  await mkdir(join(folder, 'node_modules'));
  await symlink(ROOT, join(folder, 'node_modules', 'imagesearch-import'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const { PATH = '' } = process.env;
  return {
    PATH: `${join(folder, 'bin')}:${PATH}`,
    HOME: folder,
    EXIT_CODES: join(folder, 'exit-codes'),
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    NO_COLOR: '1',
  };
}

/** Starts what runs until it is stopped; resolves when it has said something. */
async function startBackground(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('bash', ['-c', `exec ${command}`.replace('exec npx', `exec "${process.execPath}"`)], {
    cwd,
    env,
  });
  running.push(child);
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`It has ended: ${command}`))),
  ]);
}

const run = promisify(execFile);

describe('docs/start-emulator.md', () => {
  it('does in a fresh folder what it says, as it says it', async () => {
    using temporary = temporaryFolder();
    const cwd = temporary.path;
    const env = await freshFolder(cwd);
    const ports = new Map([
      ['8080', await freePort()],
      ['8081', await freePort()],
    ]);
    const blocks = codeBlocks(textOf('docs/start-emulator.md')).map((block) => ({
      ...block,
      text: block.text.replaceAll(/\b808[01]\b/g, (port) => String(ports.get(port))),
    }));
    const [background] = blocks.filter(({ mark }) => mark === 'background');
    const command =
      background?.text.trim().replace('npx imagesearch-import', `npx "${ROOT}dist/cli.cjs"`) ?? '';
    await startBackground(command, cwd, env);
    const script = blocks
      .filter(({ language, mark }) => language === 'sh' && mark === 'run')
      .map(({ text }) => text);
    expect(script.length).toBeGreaterThan(4);
    const { stdout, stderr } = await run('bash', ['-c', `${script.join('\n')}\ntrue`], {
      cwd,
      env,
      maxBuffer: 1 << 24,
    });
    const shown = blocks
      .filter(({ language }) => language === 'text')
      .flatMap(({ text }) => text.trim().split('\n'));
    expect(shown.length).toBeGreaterThan(2);
    for (const line of shown) expect(stdout + stderr).toContain(line);
    const codes = (await readFile(env.EXIT_CODES, 'utf8')).trim().split('\n');
    const refused = /^1 (?:preflight|import) /; // one of the three pictures is too small
    expect(codes.filter((line) => !line.startsWith('0 ') && !refused.test(line))).toEqual([]);
  });
});

// The Chinese pages have the same programs, which links.test.ts sees to.
const PROGRAMS = DOCS.filter((page) => !page.startsWith('docs/zh/')).flatMap((page) =>
  codeBlocks(textOf(page))
    .filter(({ language, mark }) => language === 'ts' && mark === 'run')
    .map(({ text, line }) => [page, line, text] as const),
);

it('finds programs to run', () => expect(PROGRAMS.length).toBeGreaterThan(1));

it.each(PROGRAMS)('%s:%i runs as it stands there', async (_page, _line, text) => {
  using temporary = temporaryFolder();
  const env = await freshFolder(temporary.path);
  const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'node20' });
  await writeFile(join(temporary.path, 'program.mjs'), code);
  const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: temporary.path, env });
  for (const [, printed] of text.matchAll(/console\.log\(.*\); \/\/ (.*)/g))
    expect(stdout).toContain(printed);
});
