/** The vault keeps what must not lie in the log. Here: the key the log signs with. */
export { adoptNextKey, type KeyOptions, type KeyProblem, openSigningKey, prepareNextKey } from './key-file';
export { isVerifierName, keyIdOf, verifierKeyOf } from './key-names';
export { newSigningKey, readSigningKey, type SigningKey } from './signing-key';
