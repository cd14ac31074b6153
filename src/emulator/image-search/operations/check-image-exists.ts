import { type InstanceOperation, PURCHASED_RATE } from './rpc-operation.ts';

export const checkImageExists: InstanceOperation = {
  version: '2020-12-14',
  required: {
    InstanceName: 'InvalidInstance',
    ProductId: 'NoSpecifiedProductId',
    PicName: 'NoSpecifiedPicName',
  },
  unknownInstance: 'InvalidInstance',
  rate: PURCHASED_RATE,
  run: ({ ProductId = '', PicName = '' }, instance) => {
    const found = instance.find(ProductId, PicName);
    return {
      Success: true,
      Code: 0,
      Msg: 'success',
      Exists: found !== undefined,
      Auctions: found,
    };
  },
};
