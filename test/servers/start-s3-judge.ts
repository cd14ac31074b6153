import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Servers of S3 that are not ours, which verify signatures, by the scripts that start them. */
export const S3_JUDGES = {
  ceph: { accessKeyId: 'ak', secretAccessKey: 'sk' },
  swift: { accessKeyId: 'test:tester', secretAccessKey: 'testing' },
} as const;

/** Starts a server on loopback; it ends with its standard input, and so at the latest with this process. */
export async function startS3Judge(
  name: keyof typeof S3_JUDGES,
): Promise<{ readonly endpoint: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const port = 15_000 + 4 * Math.floor(Math.random() * 4_000);
  const script = fileURLToPath(new URL(`${name}.sh`, import.meta.url));
  const child = spawn(script, [String(port), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(text);
    if (said.includes('ready')) break;
  }
  if (!said.includes('ready')) throw new Error(`${name} did not start: it said ${said}`);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
