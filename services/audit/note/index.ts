/** C2SP signed-note, tlog-checkpoint and tlog-proof, byte-exact. Pure. */
export { type Checkpoint, parseCheckpoint, signCheckpoint, type SignedCheckpoint } from './checkpoint';
export { type Note, type NoteSignature, parseNote, type Signer, signNote } from './note';
export { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof';
export { parseVerifierKey, signedBy, type VerifierKey } from './verifier-key';
