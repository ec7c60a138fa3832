type Wrap = (call: () => Promise<unknown>, self: unknown) => Promise<unknown>;

/** Puts something around every call of a class's asynchronous method; gives back how to end it. */
export function aroundMethod(prototype: object, name: string, wrap: Wrap): () => void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== 'function') throw new Error(`no method ${name}`);
  Reflect.set(prototype, name, function (this: unknown, ...given: unknown[]) {
    const call = async (): Promise<unknown> => {
      const result: unknown = await Reflect.apply(original, this, given);
      return result;
    };
    return wrap(call, this);
  });
  return () => void Reflect.set(prototype, name, original);
}
