export { addDays, daysBetween, norwegianDate } from './dates';
export { easterSunday, holidayOn } from './holidays';
export { monthName, monthsLabel, weekdayName } from './names';
export { endOfDayInOslo, osloDayOf, type Punctuality, punctuality } from './oslo';
export { applyWeekendRule, isWorkingDay, type WeekendRule } from './working-days';
