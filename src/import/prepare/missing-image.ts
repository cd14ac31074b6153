import { shownUrl } from '../../image/url/shown-url.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { PlannedImage } from '../plan/planned-image.ts';
import type { NearMatches } from './near-matches.ts';

/**
 * The issue of an entry whose image does not exist, with its row, its product, what the catalogue says, where that was looked
 * for, and what may be meant.
 *
 * @param origin where the image was looked for
 * @param nearMatches undefined where images lie in a source, whose names are not listed for this
 */
export async function missingImage(
  { productId, place, image }: Pick<PlannedEntry, 'productId' | 'place' | 'image'>,
  origin: string,
  nearMatches: NearMatches | undefined,
): Promise<Issue<'IMAGE_MISSING'>> {
  const { name, advice } = await told(image, origin, nearMatches);
  const row = place.source === null ? '' : ` in row ${place.line}`; // of what has no source, nobody knows rows
  const message = `Image ${show(name, LONGEST_NAME)} of product ${show(productId)}${row} does not exist: ${advice}`;
  return { code: 'IMAGE_MISSING', severity: 'error', path: ['image'], message };
}

const LONGEST_NAME = 1_100; // in a message: the address of an object in OSS is no longer

async function told(image: PlannedImage | null, origin: string, nearMatches: NearMatches | undefined) {
  if (image?.kind === 'url')
    return {
      name: shownUrl(new URL(image.url)),
      advice: 'the server has nothing there; correct the URL or supply the image',
    };
  if (image?.kind === 'object')
    return { name: origin, advice: 'the bucket has no such object; correct the key or upload the image' };
  const name = image?.kind === 'file' ? image.name : '';
  const near = (await nearMatches?.find(name)) ?? [];
  const advice =
    near.length === 0
      ? 'correct its name or supply it'
      : `did you mean ${near.map((one) => show(one, LONGEST_NAME)).join(' or ')}?`;
  return { name, advice: `looked for ${show(origin, LONGEST_NAME)}; ${advice}` };
}
