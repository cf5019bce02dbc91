/** What a tab begins with; all of it is strings and booleans, as the fields have it. */

export const GREETING = 'Hi From the Client!';

export const USUAL = { subprotocols: '', greet: true, reconnect: false, closeCode: '1000', closeReason: '' };
