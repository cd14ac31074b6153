import type { FastifyRequest } from 'fastify';
import { ServiceError } from './answers.ts';

/** A picture, and what its sender says of it. */
export interface Upload {
  readonly picture: Uint8Array;
  /** Empty where it is not required. */
  readonly productId: string;
  /** Empty where it is not required. */
  readonly picName: string;
  /** What the product is called. Empty unless said. */
  readonly name: string;
  readonly categoryId: number | undefined;
}

export const FIELDS = ['productId', 'picName', 'name', 'categoryId'] as const;

/**
 * Reads a form: one file, which the limits of the server bound, and its fields.
 *
 * @param required the fields that must not be empty
 * @throws {ServiceError} for a form that lacks something, or has a field that is not known
 */
export async function readUpload(
  request: FastifyRequest,
  required: readonly (typeof FIELDS)[number][],
): Promise<Upload> {
  const fields = new Map<string, string>();
  let picture: Uint8Array | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'file') picture = await part.toBuffer();
    else if (part.valueTruncated) throw wrongField(part.fieldname, 'is longer than 1,024 bytes');
    else fields.set(part.fieldname, String(part.value).trim());
  }
  if (picture === undefined || picture.length === 0)
    throw new ServiceError(400, 'PICTURE_MISSING', 'The form has no picture', 'Choose a file');
  for (const name of fields.keys())
    if (!FIELDS.some((known) => known === name))
      throw wrongField(name, `is not known: the fields are ${FIELDS.join(', ')}`);
  for (const name of required) if (!fields.get(name)) throw wrongField(name, 'is empty');
  const { productId = '', picName = '', name = '', categoryId: category = '' } = Object.fromEntries(fields);
  if (!/^\d{0,9}$/.test(category)) throw wrongField('categoryId', 'must be a whole number or empty');
  return { picture, productId, picName, name, categoryId: category === '' ? undefined : Number(category) };
}

const wrongField = (name: string, what: string) =>
  new ServiceError(400, 'FIELD_WRONG', `The field ${JSON.stringify(name)} ${what}`);
