import { IMAGE_EXTENSIONS } from '../../shared/model/image-extensions.ts';

const EXTENSIONS = Object.values(IMAGE_EXTENSIONS).flat().join('|');
const OF_IMAGE = new RegExp(`[^/\\\\]\\.(?:${EXTENSIONS}|heic|avif)$`, 'i');

/** An address on the web. */
export const isWebAddress = (name: string): boolean => /^https?:\/\//i.test(name);

/** Whether a text is that of an image by itself: an address on the web, or a name with the extension of an image. */
export const looksLikeImage = (name: string): boolean => isWebAddress(name) || OF_IMAGE.test(name);

/** Extensions of files that are no images, and that often lie beside them or stand in the same column. */
const FILMS_AND_DOCUMENTS =
  /\.(?:mp4|m4v|mov|avi|mkv|webm|wmv|flv|3gp|mpe?g|mp3|wav|m4a|ogg|pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|gz|tgz|tar|exe)$/i;
const TEXTS_AND_SYSTEM_FILES =
  /\.(?:csv|tsv|txt|md|rtf|html?|css|m?js|jsonl?|xml|ya?ml|db|ini|lnk|url|dll|bat|sh|log|bak|tmp|ds_store)$/i;

/** The extension of a file's name that is never an image's, such as `.mp4`; undefined for any other name. */
export const otherKindOfFile = (name: string): string | undefined =>
  (FILMS_AND_DOCUMENTS.exec(name) ?? TEXTS_AND_SYSTEM_FILES.exec(name))?.[0];

/** The same of a URL's path: a page such as `image.html` may well answer with an image. */
export const otherKindOfUrl = (name: string): string | undefined => FILMS_AND_DOCUMENTS.exec(name)?.[0];
