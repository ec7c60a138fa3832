export { gradingIn, type GradingMark } from './grading';
export { findNationalId, type Found } from './national-id';
export { type PlacedText, textsOf } from './walk';
