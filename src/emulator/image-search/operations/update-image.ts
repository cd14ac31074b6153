import { META_FIELDS } from '../../../meta/model/meta-fields.ts';
import { addImageRecord } from '../add-image-record.ts';
import { RpcRefusal } from '../rpc-refusal.ts';
import type { InstanceOperation } from './rpc-operation.ts';

/** Other parameters have no effect (UpdateImage, @alicloud/imagesearch20201214 4.4.0). */
const CHANGED = META_FIELDS.filter(({ wire }) => /^(CustomContent|(Int|Str)Attr\d?)$/.test(wire));

export const updateImage: InstanceOperation = {
  version: '2020-12-14',
  required: {
    InstanceName: 'InvalidInstanceName',
    ProductId: 'NoSpecifiedProductId',
    PicName: 'NoSpecifiedPicName',
  },
  unknownInstance: 'InvalidInstance',
  rate: { perSecond: () => 20, status: 403 },
  run: (parameters, instance) => {
    const { ProductId = '', PicName = '' } = parameters;
    const record = addImageRecord(
      {
        ...{ ProductId, PicName },
        ...Object.fromEntries(CHANGED.map(({ wire }) => [wire, parameters[wire]])),
      },
      instance.options.serviceType,
    );
    const image = instance.find(ProductId, PicName);
    if (image === undefined)
      throw new RpcRefusal(400, 'PicNotExist', 'The gallery has no image of this ProductId and PicName');
    const changes = CHANGED.filter(({ key }) => record[key] !== undefined);
    const changed = Object.fromEntries(changes.map(({ wire, key }) => [wire, record[key]]));
    instance.add({ ...image, ...changed });
    return { Success: true, Code: 0, Message: 'success' };
  },
};
