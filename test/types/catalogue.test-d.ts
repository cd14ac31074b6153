import type { CatalogueEntry } from '../../src/catalogue/model/catalogue-entry.ts';
import type { CatalogueSource } from '../../src/catalogue/model/catalogue-source.ts';
import { readCatalogue } from '../../src/catalogue/read-catalogue.ts';
import type { AddInput } from '../../src/meta/index.ts';

/** Compiled, never run: see meta.test-d.ts. */
export async function catalogueTypes(): Promise<unknown[]> {
  const entries: CatalogueEntry[] = [
    { productId: '1000', image: 'shoe.jpg', region: { x1: 20, x2: 40, y1: 60, y2: 80 } },
    { productId: '1000', image: 'shoe.jpg', region: '20,40,60,80' },
    { operationType: 'DELETE', productId: '1000' },
    // @ts-expect-error an entry needs a product
    { image: 'shoe.jpg' },
    // @ts-expect-error there is no UPDATE
    { operationType: 'UPDATE', productId: '1000', image: 'shoe.jpg' },
  ];
  const sources: CatalogueSource[] = [
    'catalogue.csv',
    entries,
    new Set(entries),
    readCatalogue(entries),
    // @ts-expect-error a number is no source
    42,
  ];
  for await (const { entry, place } of readCatalogue(entries)) {
    // @ts-expect-error a row may have no entry
    sources.push(entry.productId);
    // @ts-expect-error an iterable has no path
    const path: string = place.source;
    sources.push(path);
  }
  // Whatever an entry says of an image, a line can hold, under the same name.
  const said = (entry: CatalogueEntry): Omit<AddInput, 'picName' | 'region'> => {
    const {
      operationType: _operationType,
      image: _image,
      picName: _picName,
      region: _region,
      ...fields
    } = entry;
    return fields;
  };
  return [sources, said];
}
