import type { AddInput, AddRecord } from '../meta/model/meta-record.ts';
import { objectGiven } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { checkedRecord } from './image-parameters.ts';
import { imageNamed } from './image-refused.ts';

/** What `UpdateImage` can change of an image. */
export type ImageUpdate = Pick<AddInput, 'productId' | 'picName' | 'customContent'> &
  Pick<AddInput, `${'int' | 'str'}Attr${'' | 2 | 3 | 4}`>;

const NAMES: OptionNames<ImageUpdate> = {
  ...{ productId: true, picName: true, customContent: true },
  ...{ intAttr: true, intAttr2: true, intAttr3: true, intAttr4: true },
  ...{ strAttr: true, strAttr2: true, strAttr3: true, strAttr4: true },
};

/**
 * @throws {TypeError} for a field that the call cannot change, or when there is none
 * @throws {ImageRefused} when a value breaks a rule
 */
export function updatedRecord(image: ImageUpdate): AddRecord {
  const { productId, picName, ...changes } = knownOptions(
    'update()',
    objectGiven('the image for update()', image),
    NAMES,
  );
  if (Object.values(changes).every((value) => value === undefined || value === null))
    throw new TypeError(
      `Cannot update ${imageNamed({ productId, picName })} as customContent or an attribute must be given`,
    );
  return checkedRecord(`update ${imageNamed(image)}`, image, 'product'); // the rules that depend on the service type concern other fields
}
