import type { IncomingHttpHeaders } from 'node:http';
import { type Language, languages } from '../../contracts/labels';

/** The first language of the reader's that we have; nb where nothing fits. `no` is nb. */
export function languageOf(headers: IncomingHttpHeaders): Language {
  const wanted = headers['accept-language'];
  if (wanted === undefined) return 'nb';
  const ranked = wanted
    .split(',')
    .map(part => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters
        .map(p => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(p)?.[1])
        .find(q => q !== undefined);
      return { language: tag.split('-')[0] ?? '', quality: Number(quality ?? '1') };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => languages.find(known => known === (language === 'no' ? 'nb' : language)));
  return ranked.find(language => language !== undefined) ?? 'nb';
}

/** The sender's trace, if it gave one. */
export function traceparentOf(headers: IncomingHttpHeaders): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === 'string' &&
    /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent)
    ? traceparent
    : undefined;
}

export const traceIdOf = (headers: IncomingHttpHeaders): string | undefined =>
  traceparentOf(headers)?.split('-')[1];

/**
 * The revision of an If-Match: one strong ETag (RFC 9110, 13.1.1). `*` and lists are refused, since they say less than
 * what is asked for.
 */
export function ifMatchOf(headers: IncomingHttpHeaders): number | 'malformed' | undefined {
  const given = headers['if-match'];
  if (given === undefined) return undefined;
  const revision = /^"(\d{1,15})"$/.exec(given.trim())?.[1];
  return revision === undefined ? 'malformed' : Number(revision);
}
