// Loads a module in a fresh process and uses it a little; prints how long that took.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { name } = JSON.parse(process.argv[2]);
const start = performance.now();
const loaded = require(name);
if (name === 'imagesearch-import') new loaded.MetaFileBuilder().add({ productId: '1', picName: '1.jpg' });
console.log(JSON.stringify({ milliseconds: performance.now() - start }));
