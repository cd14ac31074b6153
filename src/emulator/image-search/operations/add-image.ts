import { ImageValidator } from '../../../image/image-validator.ts';
import { addsPerSecond } from '../../../service/calls/operations.ts';
import { addImageRecord } from '../add-image-record.ts';
import { checkImage, galleryIsFull } from '../add-to-gallery.ts';
import { imageRefusal } from '../image-refusal.ts';
import { readPicContent } from '../read-pic-content.ts';
import { pictureOfCall } from '../similarity/known-picture.ts';
import { foundInPicture } from './found-in-picture.ts';
import type { InstanceOperation } from './rpc-operation.ts';

export const addImage: InstanceOperation = {
  version: '2020-12-14',
  required: {
    InstanceName: 'InvalidInstanceName',
    ProductId: 'NoSpecifiedProductId',
    PicName: 'NoSpecifiedPicName',
    PicContent: 'NoSpecifiedPicContent',
  },
  unknownInstance: 'InvalidInstance',
  rate: { perSecond: ({ capacity }) => addsPerSecond(capacity), status: 403 },
  run: async (parameters, instance, server) => {
    const { serviceType } = instance.options;
    const record = addImageRecord(parameters, serviceType);
    const taken = await checkImage(record, () => readPicContent(parameters['PicContent'] ?? '', server), {
      instance,
      validator: new ImageValidator({ serviceType }),
      failImage: server.failImage,
    });
    if ('reason' in taken) throw imageRefusal(taken.reason);
    const { image, bytes, facts } = taken;
    const picture = await pictureOfCall(bytes, record.region);
    if (!instance.add(image, picture)) throw imageRefusal(galleryIsFull(instance));
    const PicInfo = foundInPicture(image.CategoryId, record.region, facts, serviceType);
    return { Success: true, Code: 0, Message: 'success', PicInfo };
  },
};
