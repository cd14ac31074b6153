import { PicNameCheck } from '../../meta/rules/pic-name-check.ts';
import { isKey } from '../../service/addresses/object-key.ts';
import { MOST_KEY_BYTES } from '../../service/addresses/oss-address.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';
import { beginningOf, canBeFetched } from './image-url.ts';
import type { MigrationImage } from './migration-image.ts';
import type { MigrationSettings } from './migration-options.ts';
import type { MigrationRoute } from './routes.ts';

/** What keeps an image from a mover. */
export interface MigrationRule {
  /** What is wrong, in a sentence. */
  readonly means: string;
  /** The document behind it. */
  readonly source: string;
}

interface CheckedRule extends MigrationRule {
  readonly routes: readonly MigrationRoute[];
  /** What is wrong, or undefined. */
  readonly test: (
    image: MigrationImage,
    settings: MigrationSettings,
    previousName: string | undefined,
  ) => string | undefined;
}

const EVERY_ROUTE = ['import', 'online-migration', 'ossimport'] as const;
const MOVERS = ['online-migration', 'ossimport'] as const;
const ONLINE_PAGE = 'help page "Preparations" of migrations from HTTP, Nov 19 2025';
const OSSIMPORT_PAGE = 'help page "Configuration examples" of ossimport';

/** A code of an image that a migration does not move. */
export type MigrationIssueCode =
  | 'MIGRATION_KEY'
  | 'MIGRATION_PIC_NAME'
  | 'MIGRATION_DUPLICATE'
  | 'MIGRATION_NO_URL'
  | 'MIGRATION_URL'
  | 'MIGRATION_URL_NAME'
  | 'MIGRATION_LIST_NAME';

/** Names count from the folder of the bucket, whatever that is. */
const NAMES = new PicNameCheck('');

const RULES: Readonly<Record<MigrationIssueCode, CheckedRule>> = {
  MIGRATION_KEY: {
    means: 'the folder and the name make no key of an object, or the name has an empty segment',
    source: 'OSS object naming rules',
    routes: EVERY_ROUTE,
    test: ({ name }, { prefix }) =>
      isKey(prefix + name) && !`/${name}/`.includes('//')
        ? undefined
        : `its key must have 1 to ${MOST_KEY_BYTES} bytes, no slash at its beginning or end, no empty or dot segment and no half of a surrogate pair`,
  },
  MIGRATION_PIC_NAME: {
    means: 'an import would refuse the name as PicName, after the image was moved',
    source: 'the rules of increment.meta about PicName',
    routes: EVERY_ROUTE,
    test: ({ name }) => NAMES.whyNone(name),
  },
  MIGRATION_DUPLICATE: {
    means: 'an earlier image has the same name, and one would overwrite the other',
    source: 'a key is one object',
    routes: EVERY_ROUTE,
    test: ({ name }, _, previousName) =>
      name === previousName ? 'an earlier image has the same name: give it another' : undefined,
  },
  MIGRATION_NO_URL: {
    means: 'a mover fetches images by URL, and there is none',
    source: ONLINE_PAGE,
    routes: MOVERS,
    test: ({ url }) =>
      url === undefined ? "it has no URL: serve the folder over HTTP, and give 'baseUrl'" : undefined,
  },
  MIGRATION_URL: {
    means: 'the URL is none of http or https, or has a user, a password, blanks or 4,096 characters',
    source: `${ONLINE_PAGE}: a URL that curl can fetch; the length is our choice`,
    routes: MOVERS,
    test: ({ url = '' }) =>
      canBeFetched(url)
        ? undefined
        : 'its URL must be http or https, as a browser shows it, without user and password, shorter than 4,096 characters',
  },
  MIGRATION_URL_NAME: {
    means: 'ossimport makes the key of the end of the URL, which is not the name',
    source: OSSIMPORT_PAGE,
    routes: ['ossimport'],
    test: ({ name, url = '' }) =>
      beginningOf(url, name) !== undefined
        ? undefined
        : 'its URL must end with / and its name: rename it, or choose the route online-migration',
  },
  MIGRATION_LIST_NAME: {
    means:
      'the list of ossimport has blanks between its columns, and nobody knows how other characters are read',
    source: `${OSSIMPORT_PAGE}; the rest no document says (option anyName)`,
    routes: ['ossimport'],
    test: ({ name }, { ossimport: { anyName = false } }) =>
      (anyName ? /^[^\s\p{Cc}\p{Z}]+$/u : /^[\w.~/-]+$/).test(name)
        ? undefined
        : `its name must have ${anyName ? 'no blanks' : 'letters, digits and -_.~/ alone'}: rename it, or choose the route online-migration`,
  },
};

/** What keeps an image from a mover, in the order in which it is looked for. */
export const MIGRATION_RULES: Readonly<Record<MigrationIssueCode, MigrationRule>> = RULES;

/** Why an image is kept from the route: the first rule that it breaks. */
export function whyRefused(
  image: MigrationImage,
  route: MigrationRoute,
  settings: MigrationSettings,
  previousName: string | undefined,
): readonly Issue<MigrationIssueCode>[] {
  for (const [code, { routes, test }] of Object.entries(RULES)) {
    const wrong = routes.includes(route) ? test(image, settings, previousName) : undefined;
    if (wrong === undefined) continue;
    const message = `${show(image.name, LONGEST_NAME)} is not in the list as ${wrong}`;
    return [{ code: code as MigrationIssueCode, severity: 'error', path: ['name'], message }];
  }
  return [];
}

const LONGEST_NAME = 200;
