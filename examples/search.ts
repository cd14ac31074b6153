/** How a gallery is searched: by a picture, by an image that it has, and by a filter. */
import { GalleryClient } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

await using emulator = await startEmulator({ capacity: 200_000 }); // which takes five images a second
const gallery = new GalleryClient({
  region: emulator.regionId,
  instance: emulator.instanceName,
  endpoint: emulator.imageSearchEndpoint,
  credentials: emulator,
});
const picture = (background: string) =>
  sharp({ create: { width: 200, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
for (const [year, colour] of ['crimson', 'gold', 'navy'].entries())
  await gallery.add({
    ...{ productId: colour, picName: `${colour}.png`, intAttr: 2024 + year },
    picture: await picture(colour),
  });

const alike = await gallery.search({ picture: await picture('red'), count: 2 });
for (const { productId, score } of alike.images) console.log('like red:', productId, score?.toFixed(2));

const besides = await gallery.search({ productId: 'gold', picName: 'gold.png', filter: 'int_attr < 2026' });
console.log('like gold, of before 2026:', ...besides.images.map(({ productId }) => productId));

const { images } = await gallery.search({ filter: 'int_attr >= 2025' });
console.log('of 2025 and later:', ...images.map(({ productId }) => productId));
