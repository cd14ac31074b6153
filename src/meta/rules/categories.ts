/** The categories of product image search, by id: help page "Category reference", Aug 26 2024. Others have 88888888 only. */
export const CATEGORIES = {
  0: 'Tops',
  1: 'Dress',
  2: 'Bottoms',
  3: 'Bag',
  4: 'Shoes',
  5: 'Accessories',
  6: 'Snacks',
  7: 'Makeup',
  8: 'Bottled drinks',
  9: 'Furniture',
  20: 'Toys',
  21: 'Underwear',
  22: 'Digital devices',
  88888888: 'Others',
} as const;

/** What every image belongs to where the service type has no categories. */
export const OTHERS_CATEGORY = 88888888;

export const isCategory = (id: number): boolean => Object.hasOwn(CATEGORIES, id);
