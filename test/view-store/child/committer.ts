import { Collection } from 'mongodb';
import { openViewStore, type Generation } from '../../../projections/stores';
import { rightOf } from '../../projections/support';
import { aroundMethod } from '../../support/around-method';
import { at, changesOf, SPECS } from '../steps';

/**
 * Commits one step to the generation of a view store, and stops or kills itself on the way: `first` after its first
 * write of documents, `documents` after the last, `step` after the step. Nothing in the store knows of it.
 */
async function main([
  uri = '',
  from = '',
  to = '',
  moment = '',
  signal = '',
]: readonly string[]): Promise<void> {
  const store = rightOf(await openViewStore(uri)());
  const generation = rightOf(await store.open('v1', SPECS)());
  watch(moment, signal === 'SIGKILL' ? 'SIGKILL' : 'SIGSTOP');
  console.log('begins');
  console.log(`ended ${await outcome(generation, Number(from), Number(to))}`);
  await store.close();
}

/** Tries again where the connection did not live through being stopped. */
async function outcome(generation: Generation, from: number, to: number): Promise<string> {
  for (;;) {
    const done = await generation.commit(changesOf(from, to), at(from), at(to))();
    if (done._tag === 'Right') return done.right;
    console.log(`again: ${done.left.detail}`);
  }
}

function watch(moment: string, signal: 'SIGKILL' | 'SIGSTOP'): void {
  let isDone = false;
  const halt = (): void => {
    if (isDone) return;
    isDone = true;
    console.log('halts');
    process.kill(process.pid, signal);
  };
  aroundMethod(Collection.prototype, 'bulkWrite', async call => {
    const written = await call();
    if (moment === 'first') halt();
    return written;
  });
  aroundMethod(Collection.prototype, 'insertOne', async (call, self) => {
    const isStep = self instanceof Collection && self.collectionName.endsWith('.steps');
    if (isStep && moment === 'documents') halt();
    const inserted = await call();
    if (isStep && moment === 'step') halt();
    return inserted;
  });
}

void main(process.argv.slice(2));
