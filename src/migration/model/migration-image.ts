import type { Issue } from '../../shared/errors/issue.ts';

/** An image that passed its checks, to be moved into the bucket. */
export interface MigrationImage {
  /** Its path below the folder of the bucket, with `/` between the parts: what PicName will be. */
  readonly name: string;
  /** Its size in bytes. */
  readonly bytes: number;
  /** Where a mover fetches it over HTTP. @default `baseUrl` and the name, when `baseUrl` is given */
  readonly url?: string | undefined;
}

/** What `images.jsonl` of a plan has of each image, sorted by name. No URL: it may be signed. */
export interface PlannedImage {
  readonly name: string;
  readonly bytes: number;
  /** Why the mover does not get the image; empty when it does. */
  readonly issues: readonly Issue[];
}

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : Number(a.name > b.name);

/** The names of the files of a plan that every route has. */
export const PLAN_FILE = 'plan.json';
export const IMAGES_FILE = 'images.jsonl';
