import type { Subject } from './mentions';
import type { Modality } from './model';
import { modalityOf } from './modality';
import { bare, wordsOf } from './words';

const BINDS: ReadonlySet<string> = new Set(['skal', 'må', 'plikter', 'pliktar']);

/** What has an outcome that can be shown, unlike «arbeide for», «bidra til», «legge til rette for». */
const DELIVERS =
  /^(?:utarbeid|kartleg|utgrei|utred|gjennomgå|etabler|opprett|iverkset|innfør|rapporter|ferdigstill|evaluer|fremleg|oversend|send|lever|lag|vedta|ansett|tilset)/u;
const SOON = 4;
/** A limit in time; «innen økonomi» and «innenfor rammene» are none. */
const BY =
  /(?:^| )(?:inn[ae]n (?:\d|utgangen|fristen|sommar|sommer|jul|påske|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)|(?:senest|seinast|i løpet av|årlig|årleg|hvert år|kvart år)(?!\p{L}))/iu;

/**
 * Does the text tell an addressee to do something that could be reported on as a bullet is: something with an outcome,
 * or with a limit in time? Ingress is full of demands of direction; those are what ingress is for.
 */
export const soundsLikeTask = (subjects: readonly Subject[]): boolean =>
  subjects.some(({ modal, demand }) => BINDS.has(modal) && (BY.test(demand) || delivers(demand)));

const delivers = (demand: string): boolean => {
  const words = wordsOf(demand).map(bare);
  return words.slice(0, SOON).some(word => DELIVERS.test(word));
};

/** How binding the text is for those it names; where it names nobody, how binding it is at all. */
export function modalityFor(text: string, subjects: readonly Subject[]): Modality | undefined {
  const own = subjects.map(({ modal }) => (modal.startsWith('plikt') ? 'må' : modal)).join(' ');
  return modalityOf(own) ?? modalityOf(text);
}
