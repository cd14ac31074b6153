import type { ImageFacts } from '../../../image/image-facts.ts';
import { ImageValidator } from '../../../image/image-validator.ts';
import type { AddRecord } from '../../../meta/model/meta-record.ts';
import { formatRegion } from '../../../meta/model/region.ts';
import { CATEGORIES, OTHERS_CATEGORY } from '../../../meta/rules/categories.ts';
import type { ServiceType } from '../../../shared/service-type.ts';
import { addImageRecord } from '../add-image-record.ts';
import { addToGallery } from '../add-to-gallery.ts';
import { imageRefusal } from '../image-refusal.ts';
import { readPicContent } from '../read-pic-content.ts';
import type { InstanceOperation } from './rpc-operation.ts';

const SMALL_INSTANCE = 100_000;

export const addImage: InstanceOperation = {
  version: '2020-12-14',
  required: {
    InstanceName: 'InvalidInstanceName',
    ProductId: 'NoSpecifiedProductId',
    PicName: 'NoSpecifiedPicName',
    PicContent: 'NoSpecifiedPicContent',
  },
  unknownInstance: 'InvalidInstance',
  rate: { perSecond: ({ capacity }) => (capacity <= SMALL_INSTANCE ? 1 : 5), status: 403 },
  run: async (parameters, instance, server) => {
    const { serviceType } = instance.options;
    const record = addImageRecord(parameters, serviceType);
    const taken = await addToGallery(record, () => readPicContent(parameters['PicContent'] ?? '', server), {
      instance,
      validator: new ImageValidator({ serviceType }),
      failImage: server.failImage,
    });
    if ('reason' in taken) throw imageRefusal(taken.reason);
    const Region = regionOf(record, taken.facts);
    return {
      Success: true,
      Code: 0,
      Message: 'success',
      PicInfo: {
        CategoryId: taken.image.CategoryId,
        Region,
        MultiRegion: [{ Region }],
        AllCategories: categoriesOf(serviceType),
      },
    };
  },
};

/** The region of the call, or the whole image: the emulator detects no subject. */
const regionOf = ({ region }: AddRecord, facts: ImageFacts | null): string =>
  formatRegion(region ?? { x1: 0, x2: facts?.width ?? 0, y1: 0, y2: facts?.height ?? 0 });

const categoriesOf = (serviceType: ServiceType) =>
  Object.entries(CATEGORIES)
    .map(([id, Name]) => ({ Id: Number(id), Name }))
    .filter(({ Id }) => serviceType === 'product' || Id === OTHERS_CATEGORY);
