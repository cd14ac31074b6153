import { describe, expect, test } from 'vitest';
import { ObjectColumns } from '../../../src/catalogue/columns/object-columns.ts';
import type { CatalogueOptions } from '../../../src/catalogue/model/catalogue-options.ts';

const columns = (options: Pick<CatalogueOptions, 'columns' | 'preset'> = {}) =>
  new ObjectColumns({ ...options, source: null, recognised: { format: 'objects' } });
const read = (map: ReturnType<ObjectColumns['mapOf']>) =>
  map.columns.map(({ name, column }) => [name, column]);

describe('ObjectColumns', () => {
  test('understands each set of keys once', () => {
    const all = columns();
    const first = all.mapOf({ id: 1, file: 'a.jpg' });
    expect(read(first)).toEqual([
      ['id', 'productId'],
      ['file', 'image'],
    ]);
    expect(all.mapOf({ id: 2, file: 'b.jpg' })).toBe(first);
    expect(all.mapOf({ id: 2, path: 'b.jpg' })).not.toBe(first);
    expect(all.mapOf({ id: 3, file: 'c.jpg' })).toBe(first);
  });

  test('reports at the first row, and again only when new names appear', () => {
    const all = columns();
    all.mapOf({ id: 1, file: 'a.jpg', Catgory: 4 });
    expect(all.takeReport()).toMatchObject({
      columns: { productId: ['id'], image: ['file'] },
      ignored: ['Catgory'],
      suggestions: [{ name: 'Catgory', meant: 'categoryId' }],
    });
    all.mapOf({ file: 'a.jpg', id: 1 });
    expect(all.takeReport()).toBeUndefined();
    all.mapOf({ id: 1, file: 'a.jpg', Catgory: 4, color: 'red' });
    expect(all.takeReport()).toMatchObject({ ignored: ['color'], suggestions: [] });
    all.mapOf({ id: 1, file: 'a.jpg', content: 'x' });
    expect(all.takeReport()).toMatchObject({ columns: { customContent: ['content'] }, ignored: [] });
    expect(all.takeReport()).toBeUndefined();
  });

  test('reports the names of several rows together, each once', () => {
    const all = columns();
    all.mapOf({ id: 1, file: 'a.jpg' });
    all.mapOf({ id: 2, picture: 'b.jpg', Catgory: 4 });
    all.mapOf({ id: 3, file: 'c.jpg', content: 'x', color: 'red', Catgory: 4 });
    const { columns: taken, ignored, ignoredCount, suggestions } = all.takeReport() ?? {};
    expect(taken).toEqual({ productId: ['id'], image: ['file', 'picture'], customContent: ['content'] });
    expect({ ignored, ignoredCount }).toEqual({ ignored: ['Catgory', 'color'], ignoredCount: 2 });
    expect(suggestions).toEqual([{ name: 'Catgory', meant: 'categoryId' }]);
    all.mapOf({ id: 4, file: 'd.jpg', crop: true, size: 5 });
    expect(all.takeReport()).toMatchObject({
      columns: { crop: ['crop'] },
      ignored: ['size'],
      ignoredCount: 1,
    });
  });

  test('stops telling unknown names, and keeps no more of them, when every row has new ones', () => {
    const all = columns();
    let reports = 0;
    for (let n = 0; n < 5_000; n++) {
      all.mapOf({ id: 1, file: 'a.jpg', [`key ${n}`]: n });
      if (all.takeReport() !== undefined) reports += 1;
    }
    expect(reports).toBeLessThanOrEqual(1_000);
  });

  test('says so when two keys mean one field', () => {
    expect(columns().mapOf({ ProductId: 1, product_id: 2, Image: 'a.jpg' }).twice).toEqual([
      'ProductId',
      'product_id',
    ]);
  });

  test('keeps to a preset that it recognised when a row has not all of its names', () => {
    const all = columns();
    expect(all.mapOf({ id: 1, image_link: 'a.jpg', link: 'x' }).preset?.name).toBe('google');
    expect(all.mapOf({ id: 2, link: 'x' }).preset?.name).toBe('google');
  });

  test('looks for names like ours until it reports no more of them', () => {
    const all = columns();
    const misspelt = (n: number) =>
      all.mapOf({ id: 1, image: 'a.jpg', Catgory: 1, [`x${n}`]: 1 }).report.suggestions;
    expect(misspelt(0)).toEqual([{ name: 'Catgory', meant: 'categoryId' }]);
    for (let n = 1; n < 1000; n++) misspelt(n);
    expect(misspelt(1000)).toEqual([]);
  });

  test('says once which given name the first row has not', () => {
    const all = columns({ columns: { image: 'photo', customContent: 'text' } });
    all.mapOf({ id: 1, photo: 'a.jpg' });
    expect(all.takeReport()?.notes).toEqual([
      `The first row has no "text", which 'columns' gives for customContent`,
    ]);
  });

  test('reads PicName as the image when rows are lines of increment.meta', () => {
    const all = columns();
    const line = { OperationType: 'ADD', ProductId: '1', PicName: 'a.jpg' };
    expect(read(all.mapOf(line))).toEqual([
      ['OperationType', 'operationType'],
      ['ProductId', 'productId'],
      ['PicName', 'image'],
    ]);
    expect(all.takeReport()?.notes).toEqual([
      'The rows have the names of increment.meta and no image: PicName is read as the image',
    ]);
  });

  test('reads the names of 2018 when the source is an increment.meta', () => {
    const all = new ObjectColumns({ source: 'increment.meta', recognised: { format: 'meta' } });
    const line = { operator: 'ADD', item_id: '1', pic_list: ['a.jpg'], cat_id: 1, cust_content: 'x' };
    expect(all.mapOf(line).report.columns).toEqual({
      operationType: ['operator'],
      productId: ['item_id'],
      image: ['pic_list'],
      categoryId: ['cat_id'],
      customContent: ['cust_content'],
    });
  });
});
