import type { GalleryRecord } from '../gallery-record.ts';
import type { InstanceState } from '../instance-state.ts';
import { RpcRefusal } from '../rpc-refusal.ts';
import type { InstanceOperation } from './rpc-operation.ts';
import { filterOf, flag } from './search-conditions.ts';

export const deleteImage: InstanceOperation = {
  version: '2020-12-14',
  required: { InstanceName: 'InvalidInstance' },
  unknownInstance: 'InvalidInstance',
  rate: { perSecond: () => 20, status: 403 },
  run: ({ ProductId, PicName, IsDeleteByFilter, Filter }, instance) => {
    const found = flag('IsDeleteByFilter', IsDeleteByFilter)
      ? filtered(instance, Filter)
      : named(instance, ProductId, PicName);
    for (const image of found) instance.delete(image.ProductId, image.PicName);
    return {
      Success: true,
      Code: 0,
      Message: 'success',
      Data: { PicNames: found.map((image) => image.PicName) },
    };
  },
};

const filtered = (instance: InstanceState, clause = ''): readonly GalleryRecord[] =>
  [...instance.records()].filter(filterOf(clause));

/** One image, or every image of the product. */
function named(
  instance: InstanceState,
  productId: string | undefined,
  picName: string | undefined,
): readonly GalleryRecord[] {
  if (!productId) throw new RpcRefusal(400, 'NoSpecifiedProductId', 'ProductId is not specified');
  if (!picName) return [...instance.records()].filter(({ ProductId }) => ProductId === productId);
  const image = instance.find(productId, picName);
  return image === undefined ? [] : [image];
}
