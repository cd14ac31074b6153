import { parseFilter } from '../filter/parse-filter.ts';
import type { GalleryRecord } from '../gallery-record.ts';
import type { InstanceState } from '../instance-state.ts';
import { RpcRefusal } from '../rpc-refusal.ts';
import type { InstanceOperation } from './rpc-operation.ts';

export const deleteImage: InstanceOperation = {
  version: '2020-12-14',
  required: { InstanceName: 'InvalidInstance' },
  unknownInstance: 'InvalidInstance',
  rate: { perSecond: () => 20, status: 403 },
  run: ({ ProductId, PicName, IsDeleteByFilter, Filter }, instance) => {
    const found = isTrue(IsDeleteByFilter) ? filtered(instance, Filter) : named(instance, ProductId, PicName);
    for (const image of found) instance.delete(image.ProductId, image.PicName);
    return {
      Success: true,
      Code: 0,
      Message: 'success',
      Data: { PicNames: found.map((image) => image.PicName) },
    };
  },
};

function isTrue(value = 'false'): boolean {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new RpcRefusal(400, 'BadRequest', `IsDeleteByFilter must be true or false: ${value}`);
}

function filtered(instance: InstanceState, clause: string | undefined): readonly GalleryRecord[] {
  const filter = parseFilter(clause ?? '');
  if ('fault' in filter) throw new RpcRefusal(400, 'InvalidFilterClause', filter.fault);
  return [...instance.records()].filter(filter.matches);
}

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
