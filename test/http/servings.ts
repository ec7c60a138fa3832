import { isLeft } from 'fp-ts/Either';
import { type Config, serve, type Serving } from '../../services/http';

/** Whole services of one test, several at once where it wants them. */
export interface Servings {
  readonly start: (config: Config) => Promise<Serving>;
  readonly close: (serving: Serving) => Promise<void>;
  /** Closes those that are still open, the youngest first. */
  readonly closeAll: () => Promise<void>;
}

export function createServings(): Servings {
  const open: Serving[] = [];
  return {
    start: async config => {
      const started = await serve({ ...config, port: 0, logLevel: 'silent' });
      if (isLeft(started)) throw new Error(`${started.left.message} ${started.left.advice}`);
      open.push(started.right);
      return started.right;
    },
    close: async serving => {
      open.splice(open.indexOf(serving), 1);
      await serving.close();
    },
    closeAll: async () => {
      for (const serving of open.splice(0).reverse()) await serving.close();
    },
  };
}
