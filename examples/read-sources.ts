/** Lists and filters a source that an address names, and checks its images. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FolderStore,
  filterObjects,
  ImageValidator,
  openObjectSource,
  storedImage,
} from 'imagesearch-import';

const folder = await mkdtemp(join(tmpdir(), 'sources-'));
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
await new FolderStore(folder).put('spring/1.gif', gif);
await new FolderStore(folder).put('spring/readme.txt', Buffer.from('not an image'));

const { source, prefix, close } = openObjectSource(folder); // or oss://…, s3://…, azure://…, urls:FILE
const objects = filterObjects(source.list(prefix), { include: ['*.gif'] });
const validator = new ImageValidator();
for await (const { key, bytes } of objects) {
  const { ok, issues } = await validator.validate(storedImage(source, key));
  console.log(key, bytes, ok ? 'good' : issues.map(({ code }) => code).join(', '));
}
console.log(objects.summary);
close();
await rm(folder, { recursive: true });
