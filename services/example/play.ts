import type { Client } from './client';
import { commissionAccepted, midYearAccepted, steeringAccepted } from './year/acceptance';
import { administrative, answers, boards, changed, ended, region } from './year/annual';
import { commission, type Find, finder, midYear, nextYear, steering } from './year/documents';
import { register } from './year/organisations';
import { baselines, firstTertial, secondTertial } from './year/reporting';

export interface Chapter {
  readonly title: string;
  readonly play: (client: Client, find: Find) => Promise<void>;
}

/** The steering year 2030 of Helse Solheim, a fictive region, in order. */
export const chapters: readonly Chapter[] = [
  { title: 'The register, the status scale and the deadlines', play: register },
  { title: "The ministry's commission document is read and published", play: commission },
  { title: "The region's board takes it", play: commissionAccepted },
  { title: "The region's steering document: corrected, promoted, linked, published", play: steering },
  {
    title: 'Three boards take it: one reservation, one question, one decision recorded late',
    play: steeringAccepted,
  },
  { title: 'Baselines: known, explicitly none, unknown', play: baselines },
  { title: 'The first tertial: a deviation, a measurement corrected later', play: firstTertial },
  { title: 'A requirement in the middle of the year, and a supplement that sharpens one', play: midYear },
  { title: 'The sharpened requirement is accepted anew', play: midYearAccepted },
  {
    title: 'The second tertial: essential and notified, accepted by the owner, closed after its effect',
    play: secondTertial,
  },
  { title: 'Answers for the whole year', play: answers },
  { title: 'Administrative versions: on time by the weekend rule, late, returned', play: administrative },
  { title: 'Answers change before the boards meet', play: changed },
  { title: 'Differences decided, boards heard, board versions sent', play: boards },
  { title: "The region's report to the ministry", play: region },
  { title: 'What is fulfilled', play: ended },
  { title: "Next year's document: carried forward, restated", play: nextYear },
];

/** Plays the whole year through the public door of a running service; gives how many events were sent. */
export async function play(
  client: Client,
  onChapter: (title: string, done: number, total: number) => void,
): Promise<{ readonly sent: number }> {
  const find = finder(client);
  for (const [i, chapter] of chapters.entries()) {
    onChapter(chapter.title, i, chapters.length);
    await chapter.play(client, find);
  }
  return { sent: client.sent() };
}
