import { PassThrough, Readable } from 'node:stream';
import type { AddInput, DeleteInput, MetaInput, MetaRecord, Region } from '../../src/meta/index.ts';
import { MetaFileBuilder, MetaLineParser } from '../../src/meta/index.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';

/** Compiled, never run: a line that should not compile and does is an unused `@ts-expect-error`, which fails. */
export async function metaTypes(builder: MetaFileBuilder, record: MetaRecord): Promise<void> {
  // A DELETE names a product, and an image of it if it likes.
  builder.delete({ productId: '1000' });
  builder.delete({ productId: '1000', picName: 'shoe.jpg' });
  // @ts-expect-error a DELETE takes no image field
  builder.delete({ productId: '1000', image: 'shoe.jpg' });
  // @ts-expect-error nor what describes an image
  builder.delete({ productId: '1000', customContent: 'k:v' });
  // @ts-expect-error nor a subject area
  builder.delete({ productId: '1000', region: { x1: 20, x2: 40, y1: 60, y2: 80 } });
  const withContent = { productId: '1000', picName: 'shoe.jpg', customContent: 'k:v' };
  builder.add(withContent);
  // @ts-expect-error not by way of a variable either
  builder.delete(withContent);
  // @ts-expect-error nor of a record
  builder.delete({ ...withContent, categoryId: 0 } satisfies AddInput);
  builder.delete({ productId: '1000', picName: undefined, categoryId: undefined });
  // @ts-expect-error it needs a product
  builder.delete({ picName: 'shoe.jpg' });

  // Not by way of a variable either.
  const described = { productId: '1000', categoryId: 0 };
  // @ts-expect-error a DELETE has no category
  builder.delete(described);

  // An ADD needs both names.
  builder.add({ productId: '1000', picName: 'shoe.jpg' });
  // @ts-expect-error picName is missing
  builder.add({ productId: '1000' });
  // @ts-expect-error productId is missing
  builder.add({ picName: 'shoe.jpg' });
  // @ts-expect-error both are missing
  builder.add({});
  // @ts-expect-error ids are strings
  builder.add({ productId: 1000, picName: 'shoe.jpg' });
  // @ts-expect-error the file's names are not those of code
  builder.add({ productId: '1000', picName: 'shoe.jpg', CategoryId: 0 });
  // @ts-expect-error the method says which operation it is
  builder.add({ productId: '1000', picName: 'shoe.jpg', operationType: 'ADD' });

  // What may be left out may be undefined.
  const bare: AddInput = { productId: '1000', picName: 'shoe.jpg', categoryId: undefined, region: undefined };
  builder.add(bare);

  // A region is an object with its four sides: nobody can mistake the order of the wire string.
  builder.add({ ...bare, region: { x1: 20, x2: 40, y1: 60, y2: 80 } });
  // @ts-expect-error the wire string is for catalogues
  builder.add({ ...bare, region: '20,40,60,80' });
  // @ts-expect-error y2 is missing
  builder.add({ ...bare, region: { x1: 20, x2: 40, y1: 60 } });
  // @ts-expect-error a side is a number
  builder.add({ ...bare, region: { x1: '20', x2: 40, y1: 60, y2: 80 } });
  // @ts-expect-error an array has no sides
  builder.add({ ...bare, region: [20, 40, 60, 80] });
  // @ts-expect-error x1 is missing
  const region: Region = { x2: 40, y1: 60, y2: 80 };

  // A line to be says which operation it is.
  const inputs: MetaInput[] = [
    {
      operationType: 'ADD',
      productId: '1000',
      picName: 'shoe.jpg',
      region: { x1: 20, x2: 40, y1: 60, y2: 80 },
    },
    { operationType: 'DELETE', productId: '1000' },
    // An ADD need not say so, and null is no value.
    { productId: '1000', picName: 'shoe.jpg', categoryId: null, region: null },
    { operationType: 'DELETE', productId: '1000', picName: null, customContent: null },
    // @ts-expect-error a record names its product
    { productId: null, picName: 'shoe.jpg' },
    // @ts-expect-error there is no UPDATE
    { operationType: 'UPDATE', productId: '1000', picName: 'shoe.jpg' },
    // @ts-expect-error an ADD needs picName
    { operationType: 'ADD', productId: '1000' },
    // @ts-expect-error a DELETE has no category
    { operationType: 'DELETE', productId: '1000', categoryId: 0 },
  ];
  await builder.writeTo('increment.meta', { records: inputs });
  const added = { ...withContent, operationType: 'DELETE' as const };
  // @ts-expect-error a DELETE has no content, not by way of a variable either
  await builder.writeTo('increment.meta', { records: [added] });
  await builder.writeTo('increment.meta', { records: [record] }); // what was read can be written

  // A target is a path, a stream of Node or the web, or a place in a store.
  await builder.writeTo(process.stdout, { keepOpen: true });
  await builder.writeTo(new PassThrough());
  await builder.writeTo(new WritableStream<Uint8Array>());
  await builder.writeTo({ store: new FolderStore('out'), key: 'increment.meta' });
  // @ts-expect-error a stream to read from
  await builder.writeTo(new Readable());
  // @ts-expect-error a store without a key
  await builder.writeTo({ store: new FolderStore('out') });

  // Refused records are heard of, or thrown.
  new MetaFileBuilder({ onRefused: ({ index, issues }) => void [index, issues] });
  new MetaFileBuilder({ onRefused: 'throw' });
  // @ts-expect-error there is no third way
  new MetaFileBuilder({ onRefused: 'ignore' });

  // A record that was read tells its kind by operationType, and its region is an object.
  if (record.operationType === 'ADD') {
    const picName: string = record.picName;
    const side: number | undefined = record.region?.x1;
    builder.add({ ...bare, picName, intAttr: side });
  } else {
    // @ts-expect-error a DELETE may name no image
    const picName: string = record.picName;
    const input: DeleteInput = { productId: record.productId, picName };
    builder.delete(input);
  }
  // @ts-expect-error records are read-only
  record.productId = String(region);

  // @ts-expect-error there is no such kind of instance
  new MetaFileBuilder({ serviceType: 'shoes' });
  // @ts-expect-error there is no such profile
  new MetaLineParser({ profile: 'lax' });
}
