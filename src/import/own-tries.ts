/** How often a call to the gallery about one image is sent while others are answered: then the trouble is its own. */
export const OWN_TRIES = 3;
