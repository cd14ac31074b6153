import { expect, it } from 'vitest';
import { HOSTILE, UNSAFE } from './hostile-text.ts';
import { runCli } from './run-cli.ts';

/** Has something done in the process once the command line listens to its warnings. */
const withTrouble = (trouble: string) => {
  const once = `process.on('newListener',name=>{if(name==='warning')setTimeout(()=>{${trouble}})})`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(once)}` };
};
const TEXT = `decodeURIComponent(${JSON.stringify(encodeURIComponent(HOSTILE))})`;

it('a warning of the process is printed as any text of others', async () => {
  const env = withTrouble(`process.emitWarning(${TEXT},{detail:${TEXT},code:'X'})`);
  const { stderr } = await runCli(['emulator'], { env, interruptAt: '[X]' });
  expect(stderr).toMatch(/^Warning: a\\u001b.* \[X\]$/m);
  expect(stderr).not.toMatch(UNSAFE);
  expect(stderr).not.toMatch(/^FORGED/m);
});

it('an error that nobody has caught ends the command with its message, as any text of others', async () => {
  const { code, stderr } = await runCli(['emulator'], { env: withTrouble(`throw new Error(${TEXT})`) });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^a\\u001b.*\n$/);
  expect(stderr).not.toMatch(UNSAFE);
});
