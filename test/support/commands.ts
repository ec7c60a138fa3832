import { type CommandStartedEvent, MongoClient } from 'mongodb';
import { aroundMethod } from './around-method';

/** Collects every command that clients of MongoDB send that connect from now on; gives back how to end it. */
export function commandsInto(sent: CommandStartedEvent[]): () => void {
  return aroundMethod(MongoClient.prototype, 'connect', (call, client) => {
    if (client instanceof MongoClient) {
      // As its option of this name, which is given when it is made.
      Reflect.set(client, 'monitorCommands', true);
      client.on('commandStarted', event => sent.push(event));
    }
    return call();
  });
}
