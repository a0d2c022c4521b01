/** 1,234,567: in threes from a thousand on, as in official tables. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
