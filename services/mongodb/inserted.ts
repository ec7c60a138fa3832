import { failureOf } from './failures';

/** Inserts a document; false where there is one with this key already. */
export async function inserted(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (failureOf(error) === 'duplicate') return false;
    throw error;
  }
}
