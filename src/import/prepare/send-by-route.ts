import type { Services } from '../open-services.ts';
import type { Route } from '../route.ts';
import { callGallery } from './call-gallery.ts';
import type { SendEntry } from './send-entry.ts';
import { storeImages } from './store-image.ts';

/** What sends the accepted entries of an import. */
export const sendByRoute = (
  route: Route,
  {
    store,
    images,
    gallery,
    galleryPatience: patience,
  }: Pick<Services, 'store' | 'images' | 'gallery' | 'galleryPatience'>,
): SendEntry =>
  route === 'direct' ? callGallery({ gallery, patience }) : storeImages({ store, copies: images?.copies });
