import { resultWindow } from './result-window.ts';
import { type InstanceOperation, PURCHASED_RATE } from './rpc-operation.ts';
import { filterOf } from './search-conditions.ts';

export const searchImageByFilter: InstanceOperation = {
  version: '2020-12-14',
  required: { InstanceName: 'InvalidInstance', Filter: 'InvalidFilterClause' },
  unknownInstance: 'InvalidInstance',
  rate: PURCHASED_RATE,
  run: (parameters, instance) => {
    const { start, end } = resultWindow(parameters);
    const found = [...instance.records()].filter(filterOf(parameters['Filter'] ?? ''));
    return { Success: true, Code: 0, Msg: 'success', Auctions: found.slice(start, end) };
  },
};
