import type { InstanceOperation } from './rpc-operation.ts';

export const checkImageExists: InstanceOperation = {
  version: '2020-12-14',
  required: {
    InstanceName: 'InvalidInstance',
    ProductId: 'NoSpecifiedProductId',
    PicName: 'NoSpecifiedPicName',
  },
  unknownInstance: 'InvalidInstance',
  rate: { perSecond: ({ queriesPerSecond }) => queriesPerSecond, status: 403 },
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
