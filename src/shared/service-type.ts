/**
 * The types of Image Search instances, by the names of the product's documents. Limits differ between the types. The numbers
 * are `ServiceType` in the answer of `Detail` (API 2020-12-14); 7 is a second number for trademark.
 */
export const SERVICE_TYPES = {
  product: [0],
  generic: [1],
  fabric: [2],
  trademark: [3, 7],
  copyright: [4],
  furniture: [5],
  hardware: [6],
} as const satisfies Record<string, readonly number[]>;

export type ServiceType = keyof typeof SERVICE_TYPES;

export const SERVICE_TYPE_NAMES = Object.keys(SERVICE_TYPES) as readonly ServiceType[];
