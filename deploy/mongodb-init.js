/*
 * Makes a replica set of one member and the user of the service, once a server answers; what is there already stays,
 * only the user's password is set anew. Run by docker-compose.yml with the root user's credentials.
 *
 *   MONGO_HOST            host:port of the member, as the others are to know it
 *   MONGO_ROOT_PASSWORD   of the user root, database admin
 *   MONGO_DATABASES       the databases of the service, with commas between; its user belongs to the first
 *   MONGO_PASSWORD        of the user kravspor, who may read and write those databases and nothing else
 */
const { setTimeout: rest } = require('node:timers/promises');
const { MongoClient } = require('mongodb');

const NOT_YET_INITIALIZED = 94;
const USER_EXISTS = 51003;
const PATIENCE_MS = 120_000;
const USER = 'kravspor';

const given = name => {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}.`);
  return value;
};

async function main() {
  const host = given('MONGO_HOST');
  const client = new MongoClient(`mongodb://${host}/`, {
    auth: { username: 'root', password: given('MONGO_ROOT_PASSWORD') },
    authSource: 'admin',
    directConnection: true,
    serverSelectionTimeoutMS: 2_000,
  });
  const until = Date.now() + PATIENCE_MS;
  try {
    await retried(until, () => client.db('admin').command({ ping: 1 }));
    await initiate(client.db('admin'), host);
    await retried(until, () => writable(client.db('admin')));
    await makeUser(client, given('MONGO_DATABASES').split(','));
    console.log(`The replica set at ${host} is ready.`);
  } finally {
    await client.close();
  }
}

async function initiate(admin, host) {
  try {
    await admin.command({ replSetGetStatus: 1 });
  } catch (error) {
    if (error.code !== NOT_YET_INITIALIZED) throw error;
    await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
  }
}

async function writable(admin) {
  const { isWritablePrimary } = await admin.command({ hello: 1 });
  if (!isWritablePrimary) throw new Error('The member does not lead yet.');
}

async function makeUser(client, databases) {
  const database = client.db(databases[0]);
  const user = { pwd: given('MONGO_PASSWORD'), roles: databases.map(db => ({ role: 'readWrite', db })) };
  try {
    await database.command({ createUser: USER, ...user });
  } catch (error) {
    if (error.code !== USER_EXISTS) throw error;
    await database.command({ updateUser: USER, ...user });
  }
}

async function retried(until, attempt) {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await rest(1_000);
    }
  }
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
