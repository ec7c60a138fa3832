const DAY_MS = 86_400_000;

const lastSundayAtOne = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month, 0, 1));
  return last.getTime() - last.getUTCDay() * DAY_MS;
};

/** The day in Oslo at a point in time (RFC 3339, UTC): an hour ahead, two between the last Sundays of March and October. */
export function osloDay(time: string): string {
  const at = new Date(time);
  const year = at.getUTCFullYear();
  const summer = at.getTime() >= lastSundayAtOne(year, 3) && at.getTime() < lastSundayAtOne(year, 10);
  return new Date(at.getTime() + (summer ? 2 : 1) * 3_600_000).toISOString().slice(0, 10);
}

/** Days from one calendar day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
