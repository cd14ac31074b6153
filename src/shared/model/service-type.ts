/** The kinds of Image Search instance, by the names of the product's documents. Limits differ between them. */
export const SERVICE_TYPES = [
  'product',
  'generic',
  'fabric',
  'trademark',
  'copyright',
  'furniture',
  'hardware',
] as const;

/** What an instance holds: one of `SERVICE_TYPES`. */
export type ServiceType = (typeof SERVICE_TYPES)[number];

/** The numbers in the answer of `Detail` (`ServiceType`, API 2020-12-14); 7 is a second number for trademark. */
export const SERVICE_TYPE_NUMBERS: Readonly<Record<ServiceType, readonly [number, ...number[]]>> = {
  product: [0],
  generic: [1],
  fabric: [2],
  trademark: [3, 7],
  copyright: [4],
  furniture: [5],
  hardware: [6],
};
