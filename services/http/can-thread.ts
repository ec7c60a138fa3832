/** Threads are started from compiled files; run from sources, all is done in one. */
export const CAN_THREAD = __filename.endsWith('.js');
