/** Checks images by their headers, many at once and in order: a bad one never stops the rest. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageValidator } from 'imagesearch-import';
import sharp from 'sharp';

const folder = await mkdtemp(join(tmpdir(), 'example-'));
const blank = (width: number) => sharp({ create: { width, height: 120, channels: 3, background: 'teal' } });
await blank(300).jpeg().toFile(join(folder, 'good.jpg'));
await blank(80).png().toFile(join(folder, 'narrow.png'));
await blank(300).jpeg().withMetadata({ orientation: 6 }).toFile(join(folder, 'turned.jpg'));
await writeFile(join(folder, 'empty.webp'), '');

const files = ['good.jpg', 'narrow.png', 'turned.jpg', 'empty.webp'].map((name) => join(folder, name));
const validator = new ImageValidator({ serviceType: 'product' });
for await (const { name, ok, facts, issues } of validator.validateAll(files, { concurrency: 4 })) {
  console.log(
    name,
    ok
      ? `${facts?.format} ${facts?.width}×${facts?.height}`
      : issues.map(({ message }) => message).join('; '),
  );
}
