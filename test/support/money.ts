/** The fields of an amount. */
export const MONEY = '{ amount currency }';

export const usd = (amount: string) => ({ amount, currency: 'USD' });
