/** A user and a password before the host of an address; a password may hold any character that is typed unescaped. */
const ACCOUNT = /\/\/(?:[^/?#\s]*|[^/?#\s@:]*:(?!\d+(?:[/?#\s]|$))\S*)@/g;

/** A text without the users and passwords that addresses in it may have. */
export const masked = (text: string): string => text.replace(ACCOUNT, '//********@');
