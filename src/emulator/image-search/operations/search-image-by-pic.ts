import { ImageValidator } from '../../../image/image-validator.ts';
import { OTHERS_CATEGORY } from '../../../meta/rules/categories.ts';
import { addImageRecord } from '../add-image-record.ts';
import { imageRefusal } from '../image-refusal.ts';
import { readPicContent } from '../read-pic-content.ts';
import { firstReason } from '../service-reason.ts';
import { pictureOfCall } from '../similarity/known-picture.ts';
import { foundInPicture } from './found-in-picture.ts';
import { type InstanceOperation, PURCHASED_RATE } from './rpc-operation.ts';
import { searchConditions } from './search-conditions.ts';

export const searchImageByPic: InstanceOperation = {
  version: '2020-12-14',
  required: { InstanceName: 'InvalidInstanceName', PicContent: 'NoSpecifiedPicContent' },
  unknownInstance: 'InvalidInstance',
  rate: PURCHASED_RATE,
  run: async (parameters, instance, server) => {
    const startedAt = performance.now();
    const { serviceType } = instance.options;
    const { CategoryId, Crop, Region } = parameters;
    const names = { ProductId: 'P', PicName: 'a.jpg' }; // only the rules of the other fields count here
    const { categoryId, region } = addImageRecord({ ...names, CategoryId, Crop, Region }, serviceType);
    const wanted = serviceType === 'product' ? categoryId : undefined;
    const { admits, answer } = searchConditions(parameters, wanted);
    const bytes = readPicContent(parameters['PicContent'] ?? '', server);
    const { issues, facts } = await new ImageValidator({ serviceType }).validate(bytes, { region });
    const reason = firstReason(issues, 'InvalidPicContent');
    if (reason !== undefined) throw imageRefusal(reason);
    const picture = await pictureOfCall(bytes, region);
    const ranked = await server.ranked(picture, [...instance.pictured()].filter(admits));
    const PicInfo = foundInPicture(wanted ?? OTHERS_CATEGORY, region, facts, serviceType);
    return { Success: true, Code: 0, Msg: 'success', ...answer(ranked, startedAt), PicInfo };
  },
};
