const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, safe in content and in quoted attributes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, c => ENTITIES[c] ?? c);
