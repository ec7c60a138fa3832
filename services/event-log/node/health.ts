import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';

/** HealthCheckResponse with status SERVING, and an empty or named HealthCheckRequest, of which nothing is read. */
const SERVING = Buffer.from([0x08, 0x01]);
const raw = {
  requestSerialize: (bytes: Buffer) => bytes,
  requestDeserialize: (bytes: Buffer) => bytes,
  responseSerialize: (bytes: Buffer) => bytes,
  responseDeserialize: (bytes: Buffer) => bytes,
};

/** The standard health service of gRPC, `Check` alone: https://github.com/grpc/grpc/blob/master/doc/health-checking.md */
export const HealthService: ServiceDefinition = {
  check: { path: '/grpc.health.v1.Health/Check', requestStream: false, responseStream: false, ...raw },
};

/** Whoever asks without credentials may know this: the node answers, therefore it serves. */
export const health: UntypedServiceImplementation = {
  check: (_: unknown, answer: (error: null, value: Buffer) => void) => answer(null, SERVING),
};
