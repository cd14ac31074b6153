import type { TaskPlace } from '../task-calls.ts';

/**
 * Whether a task that the service tells of is of this place; undefined when it does not say. No document says whether it
 * gives `Path` back as it was sent.
 */
export function isOfPlace(told: TaskPlace, place: TaskPlace): boolean | undefined {
  if (told.bucket === '' || told.path === '') return undefined;
  const paths = [told.path, decoded(told.path)].map(bare);
  return told.bucket === place.bucket && paths.includes(bare(place.path));
}

const bare = (path: string): string => path.replace(/^\/+|\/+$/g, '');

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a percent sign of its own
  }
}
