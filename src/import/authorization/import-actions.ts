import type { RamStatement } from '../../service/ram-policy.ts';
import { CHECK_OBJECT } from '../check-object.ts';
import type { PolicySettings } from './policy-options.ts';

/** An action of RAM that an import needs. */
interface ImportAction {
  readonly action: string;
  /** What a person reads of it: what the import does by it. */
  readonly use: string;
  readonly isNeeded: (settings: PolicySettings) => boolean;
  readonly on: (settings: PolicySettings) => Pick<RamStatement, 'Resource' | 'Condition'>;
}

const always = () => true;
const usesTasks = ({ route }: PolicySettings) => route !== 'direct';
const usesCalls = ({ route }: PolicySettings) => route !== 'batch';
const syncs = (settings: PolicySettings) => settings.for.includes('sync');
const searches = (settings: PolicySettings) => settings.for.includes('search');
const exportsGallery = (settings: PolicySettings) => settings.verify === 'export' || syncs(settings);
const looksForExports = (settings: PolicySettings) => exportsGallery(settings) || settings.readiness;
const hasBucket = ({ address }: PolicySettings) => address !== undefined;

/** Instances have the resource `acs:imagesearch:$regionid:$accountid:instance/$instance` (page "RAM authorization"). */
const instance = ({ allInstances, region, accountId, instance: name }: PolicySettings) => ({
  Resource: allInstances ? '*' : `acs:imagesearch:${region}:${accountId}:instance/${name}`,
});

const object = ({ address }: PolicySettings, key: string) => `acs:oss:*:*:${address?.bucket}/${key}`;

const inFolder = ({ address }: PolicySettings, name: string) =>
  address === undefined || address.folder === '' ? name : `${address.folder}/${name}`;

/** All that lies below the folder; with PicNames that begin at the bucket's root, all of the bucket. */
export const images = (settings: PolicySettings) => ({
  Resource: object(settings, settings.picNameBase === 'bucket' ? '*' : inFolder(settings, '*')),
});

/** The listing of the folder: of a bucket's root, and with PicNames that begin there, that of the bucket. */
function listing(settings: PolicySettings): Pick<RamStatement, 'Resource' | 'Condition'> {
  const { address, picNameBase } = settings;
  const bucket = { Resource: `acs:oss:*:*:${address?.bucket}` };
  if (picNameBase === 'bucket' || address?.folder === '') return bucket;
  return { ...bucket, Condition: { StringLike: { 'oss:Prefix': inFolder(settings, '*') } } };
}

/** Every action that some import needs. Actions of Image Search are named as the operations. */
export const IMPORT_ACTIONS: readonly ImportAction[] = [
  {
    ...{ action: 'imagesearch:Detail', isNeeded: always, on: instance },
    use: 'asks for the type, the region and the pace of the instance',
  },
  {
    ...{ action: 'imagesearch:CheckImageExists', isNeeded: always, on: instance },
    use: 'asks the gallery whether the images have arrived',
  },
  {
    ...{ action: 'imagesearch:DumpMeta', isNeeded: exportsGallery, on: instance },
    use: 'has the gallery exported, to compare it with the images',
  },
  {
    ...{ action: 'imagesearch:DumpMetaList', isNeeded: looksForExports, on: instance },
    use: 'looks whether another export runs, and watches its own',
  },
  {
    ...{ action: 'imagesearch:IncreaseList', isNeeded: usesTasks, on: instance },
    use: 'looks whether another batch task runs, and watches its own',
  },
  {
    ...{ action: 'imagesearch:IncreaseInstance', isNeeded: usesTasks, on: instance },
    use: 'starts a batch task',
  },
  {
    ...{ action: 'imagesearch:AddImage', isNeeded: usesCalls, on: instance },
    use: 'adds an image by a call of its own',
  },
  {
    ...{ action: 'imagesearch:DeleteImage', isNeeded: usesCalls, on: instance },
    use: 'deletes images by a call of its own: needed by entries that delete',
  },
  {
    ...{ action: 'imagesearch:UpdateImage', isNeeded: syncs, on: instance },
    use: 'changes contents and attributes of images that a sync does not send again',
  },
  {
    ...{ action: 'imagesearch:SearchImageByPic', isNeeded: searches, on: instance },
    use: 'searches by a picture',
  },
  {
    ...{ action: 'imagesearch:SearchImageByName', isNeeded: searches, on: instance },
    use: 'searches by an image that the gallery holds',
  },
  {
    ...{ action: 'imagesearch:SearchImageByText', isNeeded: searches, on: instance },
    use: 'searches by words',
  },
  {
    ...{ action: 'imagesearch:SearchImageByFilter', isNeeded: searches, on: instance },
    use: 'lists the images that a filter finds',
  },
  {
    ...{ action: 'oss:PutObject', isNeeded: usesTasks, on: images },
    use: 'stores the images, and increment.meta beside them',
  },
  {
    ...{ action: 'oss:GetObject', isNeeded: hasBucket, on: images },
    use: 'makes sure that the bucket and increment.meta are there, and reads images that lie in the folder',
  },
  {
    ...{ action: 'oss:ListObjects', on: listing },
    isNeeded: (settings) => usesTasks(settings) && settings.skipUnchanged,
    use: 'looks which images are stored already: for skipUnchanged, and for a dry run',
  },
  {
    ...{
      action: 'oss:DeleteObject',
      on: (settings) => ({ Resource: object(settings, inFolder(settings, CHECK_OBJECT)) }),
    },
    isNeeded: (settings) => usesTasks(settings) && settings.readiness,
    use: 'removes the object by which checkReadiness has tried to write; an import does not need it',
  },
];
