/*
 * Makes the user of the service on an EventStoreDB with TLS, and the access rules: that user may read and append, and
 * nobody but administrators may delete a stream or write its metadata (which could truncate it). May be run again.
 *
 *   EVENTSTORE_HOST             host:port, as the certificate names it
 *   EVENTSTORE_CA_FILE          the certificate of the authority
 *   EVENTSTORE_ADMIN_PASSWORD   of the user admin
 *   EVENTSTORE_PASSWORD         of the user kravspor
 */
const { readFileSync } = require('node:fs');
const https = require('node:https');
const { isDeepStrictEqual } = require('node:util');
const { EventStoreDBClient, END, BACKWARDS, jsonEvent } = require('@eventstore/db-client');

const USER = 'kravspor';
const ADMINS = '$admins';
/** What holds for streams without rules of their own. `$w` is for appending, and for making a stream by it. */
const DEFAULT_RULES = {
  $userStreamAcl: { $r: [ADMINS, USER], $w: [ADMINS, USER], $d: ADMINS, $mr: [ADMINS, USER], $mw: ADMINS },
  $systemStreamAcl: { $r: ADMINS, $w: ADMINS, $d: ADMINS, $mr: ADMINS, $mw: ADMINS },
};
/** `$all` is a system stream; the views are folded from it. */
const RULES_OF_ALL = { acl: { readRoles: [ADMINS, USER] } };

const given = name => {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}.`);
  return value;
};

const host = given('EVENTSTORE_HOST');
const caFile = given('EVENTSTORE_CA_FILE');
const admin = { username: 'admin', password: given('EVENTSTORE_ADMIN_PASSWORD') };

/** Posts JSON to the server's HTTP API as the administrator; gives the status. */
const post = (path, body) =>
  new Promise((resolve, reject) => {
    const [hostname, port] = host.split(':');
    const request = https.request(
      {
        hostname,
        port,
        path,
        method: 'POST',
        ca: readFileSync(caFile),
        auth: `${admin.username}:${admin.password}`,
        headers: { 'content-type': 'application/json' },
        timeout: 10_000,
      },
      response => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      },
    );
    request.on('timeout', () => request.destroy(new Error(`${host} does not answer.`)));
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });

async function makeUser() {
  const password = given('EVENTSTORE_PASSWORD');
  const made = await post('/users/', { loginName: USER, fullName: 'Kravspor', groups: [], password });
  if (made === 201) return;
  // There already: only the password is set.
  const set = await post(`/users/${USER}/command/reset-password`, { newPassword: password });
  if (set !== 200) throw new Error(`The user ${USER} cannot be made: ${made}, nor its password set: ${set}.`);
}

async function setRules(client) {
  if (!isDeepStrictEqual(await presentRules(client), DEFAULT_RULES))
    await client.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: DEFAULT_RULES }));
  const { metadata } = await client.getStreamMetadata('$all');
  if (!isDeepStrictEqual(metadata?.acl?.readRoles, RULES_OF_ALL.acl.readRoles))
    await client.setStreamMetadata('$all', RULES_OF_ALL);
}

async function presentRules(client) {
  try {
    const last = client.readStream('$settings', { fromRevision: END, direction: BACKWARDS, maxCount: 1 });
    for await (const { event } of last) return event?.data;
  } catch (error) {
    if (error.type !== 'stream-not-found') throw error;
  }
  return undefined;
}

async function main() {
  await makeUser();
  const credentials = `${admin.username}:${encodeURIComponent(admin.password)}`;
  const options = `tls=true&tlsCAFile=${encodeURIComponent(caFile)}&defaultDeadline=10000`;
  const client = EventStoreDBClient.connectionString(`esdb://${credentials}@${host}?${options}`);
  try {
    await setRules(client);
  } finally {
    await client.dispose();
  }
  console.log(`The user ${USER} and the access rules are set on ${host}.`);
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
