/** Server-rendered pages and texts: pure, from what has been read to what is shown. */
export { bareNames, type Names, type Speaker, speakerOf } from './format';
export { type History, historyText } from './history-text';
