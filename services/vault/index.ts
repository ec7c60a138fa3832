/** The vault keeps what must not lie in the log: the key the log signs with, and the register of persons. */
export {
  adoptNextKey,
  type KeyOptions,
  type KeyProblem,
  nextKeyFile,
  openSigningKey,
  prepareNextKey,
} from './key-file';
export { isVerifierName, keyIdOf, verifierKeyOf } from './key-names';
export { type KeyWithSecret, newSigningKey, readSigningKey, type SigningKey } from './signing-key';
export {
  openPersonRegister,
  type PersonQuery,
  type PersonRegister,
  type RegisterError,
  type RegisterProblem,
} from './persons';
