import type OSS from 'ali-oss';
import { dateOf } from '../shared/http/date-of.ts';
import { unquoted } from '../shared/http/unquoted.ts';
import type { StoredObject } from '../shared/objects/object-store.ts';
import { definedFields } from '../shared/options/defined-fields.ts';

/** `listV2` takes a query by the service's own names, but the types of ali-oss leave those out. */
interface ListsV2 {
  listV2(query: Readonly<Record<string, string>>): Promise<ListPage>;
}

interface ListPage {
  readonly res: { readonly status: number; readonly headers: object };
  readonly objects?: readonly {
    readonly name: string;
    readonly size: number;
    readonly etag: string;
    readonly lastModified?: string | undefined;
  }[];
  readonly isTruncated?: boolean | undefined;
  readonly nextContinuationToken?: string | undefined;
}

/** One page of a listing, from a token on or from the beginning. */
export function listPage(oss: OSS, prefix: string, token: string | undefined): Promise<ListPage> {
  // ali-oss signs an empty or undefined value in one form and sends it in another.
  const query = definedFields({
    'max-keys': '1000',
    prefix: prefix || undefined,
    'continuation-token': token || undefined,
  });
  return (oss as unknown as ListsV2).listV2({ ...query }); // see `ListsV2`
}

export const storedObjects = ({ objects = [] }: ListPage): StoredObject[] =>
  objects.map(({ name, size, etag, lastModified }) => ({
    ...{ key: name, bytes: Number(size), etag: unquoted(etag) },
    modified: dateOf(lastModified),
  }));
