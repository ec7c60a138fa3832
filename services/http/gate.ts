import type { IncomingHttpHeaders } from 'node:http';
import type { Problem } from '../../contracts/problems';
import { isLoopback } from './config';

/**
 * In local mode nothing but the address tells who is asking. So no web page may ask through the browser of somebody who
 * sits at this machine: neither by a name that points to loopback (DNS rebinding) nor across sites.
 */
export function foreign(headers: IncomingHttpHeaders, method: string | undefined): Problem | undefined {
  const host = headers.host ?? '';
  if (!isLoopback(hostNameOf(host)))
    return refused(
      'Host',
      host,
      'Ask by the address of this machine itself, such as 127.0.0.1 or localhost.',
    );
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`)
    return refused(
      'Origin',
      origin,
      'Pages of other sites may not use this service. Use a program of your own.',
    );
  const site = headers['sec-fetch-site'];
  if ((site === 'cross-site' || site === 'same-site') && !isVisit(headers, method))
    return refused('Sec-Fetch-Site', site, 'Pages of other sites may not use this service.');
  return undefined;
}

/** Somebody follows a link to a page: nothing is written, and the page that links cannot read it. */
const isVisit = (headers: IncomingHttpHeaders, method: string | undefined): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

const hostNameOf = (host: string): string => host.replace(/:\d{1,5}$/, '').toLowerCase();

const refused = (header: string, found: string | string[], advice: string): Problem => ({
  problem: 'not-allowed',
  detail: `The request comes from elsewhere: ${header} is ${JSON.stringify(String(found).slice(0, 100))}.`,
  expected: 'a request from this machine to this machine',
  advice,
});
