import { addImageRecord } from '../add-image-record.ts';
import { RpcRefusal } from '../rpc-refusal.ts';
import type { KnownPicture } from '../similarity/known-picture.ts';
import { foundInPicture } from './found-in-picture.ts';
import { type InstanceOperation, PURCHASED_RATE } from './rpc-operation.ts';
import { searchConditions } from './search-conditions.ts';

export const searchImageByName: InstanceOperation = {
  version: '2020-12-14',
  required: {
    InstanceName: 'InvalidInstance',
    ProductId: 'NoSpecifiedProductId',
    PicName: 'NoSpecifiedPicName',
  },
  unknownInstance: 'InvalidInstance',
  rate: PURCHASED_RATE,
  run: async (parameters, instance, server) => {
    const startedAt = performance.now();
    const { serviceType } = instance.options;
    const { ProductId, PicName, CategoryId } = parameters;
    const { productId, picName, categoryId } = addImageRecord(
      { ProductId, PicName, CategoryId },
      serviceType,
    );
    const wanted = serviceType === 'product' ? categoryId : undefined;
    const { admits, answer } = searchConditions(parameters, wanted);
    const named = instance.findPictured(productId, picName);
    if (named === undefined)
      throw new RpcRefusal(400, 'PicNotExist', 'The gallery has no image of this ProductId and PicName');
    const { record, picture = UNKNOWN } = named;
    const ranked = await server.ranked(picture, [...instance.pictured()].filter(admits));
    const PicInfo = foundInPicture(wanted ?? record.CategoryId, picture.region, null, serviceType);
    return { Success: true, Code: 0, Msg: 'success', ...answer(ranked, startedAt), PicInfo };
  },
};

/** An image of which nothing but its record is known: it came from a state folder that has no pictures. */
const UNKNOWN: KnownPicture = { etag: '' };
