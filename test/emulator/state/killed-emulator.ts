import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ReachedEmulator } from '../../support/rpc-call.ts';

const PROGRAM = fileURLToPath(new URL('emulator-process.ts', import.meta.url));

export interface EmulatorProcess extends AsyncDisposable {
  readonly emulator: ReachedEmulator;
  /** Ends it as the system does it, in the middle of whatever it does. Resolves when it is gone. */
  kill(): Promise<void>;
}

export async function startEmulatorProcess(stateFolder: string): Promise<EmulatorProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, stateFolder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  let [said, errors] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const emulator = await new Promise<ReachedEmulator>((resolve, reject) => {
    child.once('close', () => reject(new Error(`The emulator ended before it had started: ${errors}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('\n')) resolve(JSON.parse(said) as ReachedEmulator);
    });
  });
  return { emulator, kill, [Symbol.asyncDispose]: kill };
}
