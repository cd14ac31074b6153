/** Writes increment.meta from records, and says which of them cannot stand in it. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetaFileBuilder } from 'imagesearch-import/meta';

const builder = new MetaFileBuilder({ serviceType: 'product' });
builder.add({ productId: '1000', picName: 'shoes/red.jpg', categoryId: 4, customContent: '红色运动鞋' });
builder.add({ productId: '1001', picName: 'bag.png', region: { x1: 20, x2: 40, y1: 60, y2: 80 } });
builder.delete({ productId: '0999', picName: 'old.jpg' });

const issues = builder.add({ productId: '1002', picName: 'no-extension' });
console.log(issues.map(({ code, message }) => `${code}: ${message}`).join('\n'));

const path = join(await mkdtemp(join(tmpdir(), 'example-')), 'increment.meta');
const { adds, deletes, refused } = await builder.writeTo(path);
console.log(`${adds} ADD, ${deletes} DELETE, ${refused} refused`);
console.log(await readFile(path, 'utf8'));
