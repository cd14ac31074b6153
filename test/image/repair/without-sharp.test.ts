import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { avifImage, makeImage, rotatedImage } from '../../../samples/make-images.ts';
import { loadSharp } from '../../../src/shared/loading/load-sharp.ts';
import { exifSegment, insert, tiffBlock } from '../hand-made.ts';

const MODULE = new URL('../../../src/image/repair/repair-image.ts', import.meta.url).href;

/** Makes a process in which sharp is not installed. */
const HOOKS = `export async function resolve(name, context, next) {
  if (name !== 'sharp') return next(name, context);
  throw Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' });
}`;

const PROGRAM = `
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(process.env.HOOKS));
const { repairImage } = await import(process.env.MODULE);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
try {
  const { ok, changed, issues } = await repairImage(Buffer.concat(chunks), { name: process.env.NAME });
  console.log(JSON.stringify({ ok, changed, issues: issues.map(({ code }) => code) }));
} catch (error) {
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}`;

/** What becomes of an image where sharp is not installed. */
async function withoutSharp(image: Uint8Array, name = 'a.jpg') {
  const running = promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM],
    { env: { ...process.env, HOOKS, MODULE, NAME: name } },
  );
  running.child.stdin?.end(image);
  return JSON.parse((await running).stdout);
}

describe('repairImage without sharp', () => {
  test('names the command that installs it when pixels must be turned', async () => {
    expect(await withoutSharp(await rotatedImage('jpeg', 6))).toEqual({
      code: 'SHARP_MISSING',
      message: expect.stringMatching(/sharp cannot be loaded .*; run: npm install sharp$/),
    });
  });

  test('works when no pixel must be decoded', async () => {
    const jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 120, height: 120 }));
    expect(await withoutSharp(jpeg)).toMatchObject({ ok: true, changed: 'nothing' });
    expect(await withoutSharp(jpeg, 'a.png')).toMatchObject({ ok: true, changed: 'name' });
    const odd = insert(jpeg, 2, exifSegment(tiffBlock([[274, 3, 0]])));
    expect(await withoutSharp(odd)).toMatchObject({ ok: true, changed: 'lossless' });
  });

  test('says why not without asking for it when no sharp would help', async () => {
    const small = await makeImage({ format: 'jpeg', width: 90, height: 120 });
    expect(await withoutSharp(small)).toMatchObject({
      ok: false,
      issues: ['IMAGE_SIDE_TOO_SHORT', 'IMAGE_REPAIR_TOO_SMALL'],
    });
    expect(await withoutSharp(Buffer.from('no image'))).toMatchObject({
      ok: false,
      issues: ['IMAGE_FORMAT_UNSUPPORTED', 'IMAGE_REPAIR_NO_DECODER'],
    });
  });

  test('asks for it when a format must be converted', async () => {
    const avif = await avifImage({ width: 120, height: 120 });
    expect(await withoutSharp(avif, 'a.avif')).toMatchObject({ code: 'SHARP_MISSING' });
  });
});

test('loadSharp keeps the cause when the binary is for another platform', async () => {
  const cause = new Error('Could not load the "sharp" module using the linux-x64 runtime');
  const failing = loadSharp(() => Promise.reject(cause));
  await expect(failing).rejects.toMatchObject({ code: 'SHARP_MISSING', cause });
});
