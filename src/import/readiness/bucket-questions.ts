import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import { keyIn } from '../../service/addresses/oss-address.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import { show } from '../../shared/options/checks.ts';
import { CHECK_OBJECT } from '../check-object.ts';
import { probe } from '../open-connection.ts';
import { type Question, question, type ReadinessContext } from './question.ts';
import type { Judgement } from './readiness.ts';
import type { ReadinessSettings } from './readiness-options.ts';

const readsBucket = ({ address }: ReadinessSettings) => address !== undefined;
const storesImages = (settings: ReadinessSettings) => readsBucket(settings) && settings.route !== 'direct';

const CHECK_TEXT = 'Written by imagesearch-import to see whether it may write here. It can be removed.\n';

/** Questions about the bucket, each about the folder of the import. */
export const BUCKET_QUESTIONS: readonly Question[] = [
  question('bucket', {
    after: ['credentials'],
    concerns: readsBucket,
    ask: (context, signal) => probe(bucketOf(context), keyOf(context, META_FILE_NAME), signal),
    checks: {
      bucket: (_, context) => ({
        code: 'BUCKET_READABLE',
        message: `${urlOf(context, '')} can be read, in ${context.client.region}`,
      }),
    },
  }),
  question('writing', {
    after: ['bucket'],
    concerns: storesImages,
    ask: async (context, signal) => {
      const [bucket, key] = [bucketOf(context), keyOf(context, CHECK_OBJECT)];
      await bucket.put(key, Buffer.from(CHECK_TEXT), { signal });
      try {
        await bucket.delete(key, { signal });
        return undefined;
      } catch (error) {
        if (isImageSearchError(error)) return error;
        throw error;
      }
    },
    checks: {
      writing: (notRemoved, context) => {
        const url = urlOf(context, CHECK_OBJECT);
        return notRemoved === undefined
          ? { code: 'BUCKET_WRITABLE', message: `${url} was written, and removed` }
          : {
              code: 'CHECK_OBJECT_LEFT',
              message: `${url} was written, and stays: ${notRemoved.message} [${notRemoved.code}]`,
            };
      },
    },
  }),
  question('increment.meta', {
    after: ['bucket'],
    concerns: storesImages,
    ask: (context, signal) => bucketOf(context).head(keyOf(context, META_FILE_NAME), { signal }),
    checks: {
      'increment.meta': (found, context) => {
        const url = urlOf(context, META_FILE_NAME);
        return found === undefined
          ? { code: 'META_FILE_ABSENT', message: `There is no ${url}` }
          : { code: 'META_FILE_PRESENT', message: `${url} is there, of ${found.bytes} bytes` };
      },
    },
  }),
  question('PicName', {
    after: [],
    concerns: storesImages,
    ask: async () => undefined,
    checks: { PicName: (_, { settings }) => judgePicName(settings) },
  }),
];

function judgePicName({ address, picNameBase }: ReadinessSettings): Judgement {
  const code = 'PIC_NAME_BASE';
  if (address?.folder === '')
    return {
      code,
      message: "increment.meta is in the bucket's root: every document means the same by PicName",
    };
  const base = picNameBase === 'folder' ? `the folder ${show(address?.folder)}` : "the bucket's root";
  return {
    code,
    message: `PicName is taken to be relative to ${base} ('picNameBase' is ${show(picNameBase)}): documents differ, so import a few images first`,
  };
}

/** The bucket that a question about it concerns. */
function bucketOf({ bucket }: ReadinessContext): ObjectStore {
  if (bucket === undefined) throw new Error('Defect in checkReadiness: a question about no bucket was asked');
  return bucket;
}

const keyOf = ({ settings: { address } }: ReadinessContext, name: string): string =>
  keyIn(address?.folder ?? '', name);

const urlOf = (context: ReadinessContext, name: string): string =>
  `oss://${context.settings.address?.bucket}/${keyOf(context, name)}`;
