import { RpcRefusal } from '../rpc-refusal.ts';
import { type InstanceOperation, PURCHASED_RATE } from './rpc-operation.ts';
import { searchConditions } from './search-conditions.ts';

const MOST_CHARACTERS = 512;

/** Checked and then refused: no service type of the emulator has this operation, and only a model could answer it. */
export const searchImageByText: InstanceOperation = {
  version: '2020-12-14',
  required: { InstanceName: 'InvalidInstanceName', Text: 'InvalidText' },
  unknownInstance: 'InvalidInstance',
  rate: PURCHASED_RATE,
  run: (parameters) => {
    const { length } = parameters['Text'] ?? '';
    if (length > MOST_CHARACTERS)
      throw new RpcRefusal(
        400,
        'InvalidTextLength',
        `Text has ${length} characters, the limit is ${MOST_CHARACTERS}`,
      );
    searchConditions(parameters, undefined);
    throw new RpcRefusal(
      500,
      'UnsupportedInstanceType',
      'SearchImageByText is for instances of product multimodal search. The emulator has none: without a model that relates texts to pictures its answers would be invented',
    );
  },
};
