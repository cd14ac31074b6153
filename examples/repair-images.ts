/** Makes of images what Image Search takes, with the least loss that does it, and tells what was done. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repairImage } from 'imagesearch-import';
import sharp from 'sharp';

const folder = await mkdtemp(join(tmpdir(), 'example-'));
const blank = (width: number) => sharp({ create: { width, height: 120, channels: 3, background: 'teal' } });
await blank(300).jpeg().withMetadata({ orientation: 6 }).toFile(join(folder, 'turned.jpg'));
await blank(5000).png().toFile(join(folder, 'wide.png'));
await blank(300).jpeg().toFile(join(folder, 'lying.png'));
await blank(300).avif().toFile(join(folder, 'modern.avif'));
await blank(80).png().toFile(join(folder, 'narrow.png'));

for (const file of ['turned.jpg', 'wide.png', 'lying.png', 'modern.avif', 'narrow.png']) {
  const { ok, image, name, extension, changed, steps, issues } = await repairImage(join(folder, file));
  if (ok && image !== null) await writeFile(join(folder, `repaired-${file}.${extension}`), image);
  console.log(
    ok ? `${name} (${changed})` : file,
    [...steps, ...issues].map(({ message }) => message),
  );
}
