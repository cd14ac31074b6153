import { ImageSearchError } from '../shared/image-search-error.ts';

export const taskNotFound = (
  id: string,
  instance: string,
  advice = 'Check the instance and the region the task was submitted to',
) =>
  new ImageSearchError(`Cannot find task ${id} of instance "${instance}": IncreaseList does not know it`, {
    code: 'TASK_NOT_FOUND',
    advice,
  });
