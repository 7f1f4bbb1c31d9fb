import type { StockLevel } from './model.ts';

/** The available quantity of a product, over all its locations. */
export function availableOf(levels: readonly StockLevel[]): number {
  return levels.reduce((total, { available }) => total + available, 0);
}

/** The quantity of a product on hand, over all its locations. */
export function onHandOf(levels: readonly StockLevel[]): number {
  return levels.reduce((total, { onHand }) => total + onHand, 0);
}
