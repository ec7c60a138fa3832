/** Server-rendered pages and texts: pure, from what has been read to what is shown. */
export { bareNames, type Names, type Speaker, speakerOf } from './format';
export type { Option } from './form';
export { type History, historyText } from './history-text';
export type { Frame } from './layout';
export { deadlinesPage } from './pages/deadlines';
export { deviationsPage } from './pages/deviations';
export { documentPage, documentsPage } from './pages/documents';
export { type Counts, frontPage } from './pages/front';
export { glossaryPage } from './pages/glossary';
export { type Original, originalPage } from './pages/original';
export { isProblemName, problemPage, problemsPage } from './pages/problems';
export { referencePage } from './pages/reference';
export { reportsPage } from './pages/reports';
export { requirementPage } from './pages/requirement';
export { requirementsPage } from './pages/requirements';
export { STYLE_SHEET } from './style';
