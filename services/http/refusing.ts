import type { Request, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Problem } from '../../contracts/problems';
import type { Config } from './config';
import { statusOf } from './problem-body';
import { traceIdOf } from './request';
import { refuse } from './respond';
import type { Service } from './service';

/** Answers a request with a refusal. */
export type Refuse = (request: Request, response: Response, problem: Problem) => void;

/** Refuses, counts it, and tells of it without a word of what was sent. Whoever tries keys is slowed down. */
export function refusing({
  config,
  logger,
  metrics,
}: Pick<Service, 'config' | 'logger' | 'metrics'>): Refuse {
  function tell(request: Request, response: Response, problem: Problem): void {
    metrics.refused(problem.problem);
    const line = { method: request.method, problem: problem.problem, traceId: traceIdOf(request.headers) };
    if (statusOf(problem) >= 500) logger.warn(line, 'refused');
    else logger.info(line, 'refused');
    refuse(request, response, problem);
  }
  const slowDown = limiter(config.limits.failuresPerMinute, (request, response) =>
    tell(request, response, TOO_MANY),
  );
  return (request, response, problem) => {
    if (problem.problem !== 'unknown-credential') tell(request, response, problem);
    else void slowDown(request, response, () => tell(request, response, problem));
  };
}

/** At most so many requests a minute from one address. */
export function limiter(
  perMinute: Config['limits']['perMinute'],
  handler: (request: Request, response: Response) => void,
) {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler,
  });
}

export const TOO_MANY: Problem = {
  problem: 'too-many-requests',
  detail: 'Too many requests came from this address within a minute.',
  expected: 'fewer requests',
  advice: 'Wait as long as Retry-After says. To follow the log, use GET /v1/events/stream.',
};
