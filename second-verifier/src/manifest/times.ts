// RFC 3339 in whole seconds after 1970 (book: manifest-times).

import { asText, type Json, refuse } from './json.js';

const TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.0+)?([Zz]|([+-])(\d\d):(\d\d))$/;

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Seconds since 1970, or undefined for what is no time. */
export function parseTime(text: string): bigint | undefined {
  const found = TIME.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const [east = 0, eastMinutes = 0] = found.slice(9, 11).map((digits) => Number(digits ?? 0));
  const sound = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!sound || hour > 23 || minute > 59 || second > 59 || east > 23 || eastMinutes > 59) return undefined;
  const local = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  const offset = (east * 3600 + eastMinutes * 60) * (found[8] === '-' ? -1 : 1);
  return local < offset ? undefined : BigInt(local - offset);
}

export function asTime(path: string, value: Json): bigint {
  return parseTime(asText(path, value)) ?? refuse(path, 'not a time of RFC 3339 in whole seconds after 1970');
}
