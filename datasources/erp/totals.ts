import type { StockLevel } from './model.ts';

/** How many of a product can be promised, over all its locations. */
export function availableOf(levels: readonly StockLevel[]): number {
  return levels.reduce((total, { available }) => total + available, 0);
}

/** How many of a product there are, over all its locations. */
export function onHandOf(levels: readonly StockLevel[]): number {
  return levels.reduce((total, { onHand }) => total + onHand, 0);
}
