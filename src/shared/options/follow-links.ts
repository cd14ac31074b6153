/** Where symbolic links in a folder of images may lead: to places inside the folder, or anywhere. */
export const FOLLOW_LINKS = ['inside', 'anywhere'] as const;

/** Which symbolic links are followed: one of `FOLLOW_LINKS`. */
export type FollowLinks = (typeof FOLLOW_LINKS)[number];
