import { shippedTexts } from './documents';
import { givesTheSameItems } from './same-items';

describe.each(shippedTexts)('%s gives the same items', (_name, text) => {
  givesTheSameItems(text);
});
