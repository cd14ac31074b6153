import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { makeThumbnails } from '../../src/report/thumbnails.ts';
import { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('the small pictures of a report', () => {
  it('are made of what can be decoded and lies in its folder, and of nothing else', async () => {
    using outside = temporaryFolder();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const image = await makeImage({ format: 'jpeg', width: 400, height: 200 });
    writeFileSync(at('good.jpg'), image);
    writeFileSync(at('damaged.jpg'), 'no image');
    writeFileSync(at('drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    writeFileSync(join(outside.path, 'other.jpg'), image);
    symlinkSync(join(outside.path, 'other.jpg'), at('link.jpg'));
    const names = ['good.jpg', 'damaged.jpg', 'drawing.svg', 'link.jpg', 'missing.jpg', '.'];
    const sources = names.map((name, row) => ({ row, file: { path: at(name), folder: folder.path } }));
    const made = await makeThumbnails(sources, undefined);
    expect(Object.keys(made ?? {})).toEqual(['0']);
    const { format, width, height } = await sharp(Buffer.from(made?.[0] ?? '', 'base64')).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 96, height: 48 });
  });

  it('are left out where sharp is not installed, and another failure is not hidden', async () => {
    const sources = [{ row: 0, file: { path: 'a.jpg' } }];
    const missing = new ImageSearchError('no sharp', { code: 'SHARP_MISSING' });
    await expect(makeThumbnails(sources, undefined, () => Promise.reject(missing))).resolves.toBeUndefined();
    const other = new Error('defect');
    await expect(makeThumbnails(sources, undefined, () => Promise.reject(other))).rejects.toBe(other);
  });

  it('end with the reason of an abort', async () => {
    const reason = new Error('enough');
    const sources = [{ row: 0, file: { path: 'a.jpg' } }];
    await expect(makeThumbnails(sources, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
