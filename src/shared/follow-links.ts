/** Where symbolic links in a folder of images may lead: to places inside the folder, or anywhere. */
export const FOLLOW_LINKS = ['inside', 'anywhere'] as const;

export type FollowLinks = (typeof FOLLOW_LINKS)[number];
