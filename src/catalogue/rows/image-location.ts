import type { Issue } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';
import { type CatalogueIssueCode, catalogueIssue } from '../model/catalogue-rules.ts';
import { isWebAddress, looksLikeImage, otherKindOfFile, otherKindOfUrl } from '../model/image-names.ts';

interface LocationFault {
  /** What a name looks like that has it. */
  readonly like: RegExp;
  readonly message: (name: string) => string;
}

/** Names that lead to no image in the folder of images, and to no address that can be read. The first that fits is told. */
const LOCATION_FAULTS: readonly LocationFault[] = [
  {
    like: /^\/\//,
    message: () => 'it begins with "//" and so has no protocol: write "https:" before it',
  },
  {
    like: /^\\\\/,
    message: () => 'it is a path of a network share: name the file relative to the folder of images',
  },
  {
    like: /^[a-z]:/i,
    message: () => 'it is an absolute path with a drive: name the file relative to the folder of images',
  },
  {
    like: /^[/\\]/,
    message: (name) =>
      `it is an absolute path: images lie below the folder of images, so write ${show(name.replace(/^[/\\]+/, ''))} if that is meant`,
  },
  {
    like: /^data:/i,
    message: () => 'it holds the image itself: write it to a file and name that',
  },
  {
    like: /^oss:\/\/(?![a-z0-9][a-z0-9-]*\/.)/i,
    message: () => 'an object in OSS is named oss://BUCKET/KEY',
  },
  {
    like: /^https?:(?!\/\/)/i,
    message: () => 'an address on the web begins with "https://" or "http://"',
  },
  {
    like: /^(?!oss:|https?:)[a-z][a-z0-9+.-]*:\/\//i,
    message: () => 'only http:, https: and oss: are read: name the file relative to the folder of images',
  },
];

const ODD = /^[/\\]|:/;

/** What is wrong with where an image is said to be, or with the kind of file that its name says. */
export function locationIssue(name: string): Issue<CatalogueIssueCode> | undefined {
  const isOdd = ODD.test(name);
  if (!isOdd && looksLikeImage(name)) return undefined;
  const fault = isOdd ? LOCATION_FAULTS.find(({ like }) => like.test(name)) : undefined;
  if (fault !== undefined) return located(`The image ${show(name)} cannot be found: ${fault.message(name)}`);
  if (isWebAddress(name)) {
    if (!URL.canParse(name)) return located(`The image ${show(name)} is not a URL that can be read`);
    return ofOtherKind(name, otherKindOfUrl(new URL(name).pathname));
  }
  return ofOtherKind(name, otherKindOfFile(name));
}

const located = (message: string) => catalogueIssue('CATALOGUE_IMAGE_LOCATION', message, ['image']);

const ofOtherKind = (name: string, extension: string | undefined) =>
  extension === undefined
    ? undefined
    : catalogueIssue(
        'CATALOGUE_NOT_AN_IMAGE',
        `The image ${show(name)} is not one by its extension ${extension}: name the image, or leave the row out`,
        ['image'],
      );
