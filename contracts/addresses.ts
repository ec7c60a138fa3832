/**
 * What may stand before the host in `scheme://user:password@host/…`: up to the last @, since a password may hold one.
 * Of known schemes only: `user://…@host` may as well be a user's name and a password that begins with two slashes.
 */
const USER_PART = /^((?:esdb(?:\+discover)?|mongodb(?:\+srv)?):\/\/)(.*)@/is;
/** A password may be an option too, such as `tlsCertificateKeyFilePassword`. */
const SECRET_OPTION = /([?&][^=&]*(?:password|secret|token|credential|mechanismproperties)[^=&]*=)[^&]*/gis;

/**
 * An address of a file, a database or a server as it may be shown: without its password. Where it cannot be told where
 * the password ends, more is left out than it, never less.
 */
export function withoutPassword(uri: string): string {
  if (/^file:/i.test(uri)) return uri;
  const found = USER_PART.exec(uri);
  if (found === null) return uri.replace(/^.*@/s, '…@').replace(SECRET_OPTION, '$1***');
  const [whole, scheme = '', user = ''] = found;
  const name = user.includes(':') ? `${user.slice(0, user.indexOf(':'))}:***` : user;
  return `${scheme}${name}@${uri.slice(whole.length)}`.replace(SECRET_OPTION, '$1***');
}

/** An address without user and password, and these as they are written there; undefined where it names none. */
export function splitUser(uri: string): { readonly bare: string; readonly user: string | undefined } {
  const [whole, scheme, user] = USER_PART.exec(uri) ?? [];
  return { bare: whole === undefined ? uri : `${scheme ?? ''}${uri.slice(whole.length)}`, user };
}

/**
 * False where there is an @ before the last one, which has to be percent-encoded (RFC 3986, 3.2.1): clients take what
 * follows the first for a host, and name it in their errors.
 */
export const isUserPartClear = (uri: string): boolean => !(USER_PART.exec(uri)?.[2] ?? '').includes('@');

/** A text that may quote the address, without the password in it. */
export function withoutPasswordOf(uri: string, text: string): string {
  const user = USER_PART.exec(uri)?.[2] ?? '';
  const secret = user.includes(':') ? user.slice(user.indexOf(':') + 1) : '';
  if (secret === '') return text;
  return text.replaceAll(secret, '***').replaceAll(decoded(secret) ?? secret, '***');
}

/**
 * The path that a `file:` address names, such as `file:./data/events.db` or `file:///srv/kravspor/events.db`; undefined for
 * any other address, and for a file on another machine.
 */
export function filePathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:///')) return /^file:(?!\/\/)(.+)$/s.exec(uri)?.[1];
  // Before the letter of a drive there is no slash.
  return decoded(new URL(uri).pathname)?.replace(/^\/(?=[a-z]:)/i, '');
}

/** What an address begins with: it may be shown, whatever follows. */
export const schemeOf = (uri: string): string => `${uri.split(':')[0] ?? ''}:`;

/** Percent-decoded; undefined where it is not encoded well. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
