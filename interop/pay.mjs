// A wallet for tests: pays for a result with a zap, as far as a relay can see. No money moves.
//
//   node pay.mjs customer.key RESULT SATS ws://127.0.0.1:7777
//
// The payer's key (64 hex digits in a file) signs the zap request; a key made on the spot signs the receipt, as the
// recipient's wallet would. Prints the id of the receipt.

import { readFileSync } from 'node:fs'
import { assert, Author, Client } from './client.mjs'
import { zap } from './market/dialects.mjs'

const [keyFile, target, sats, url = 'ws://127.0.0.1:7777'] = process.argv.slice(2)
if (!/^[0-9a-f]{64}$/.test(target ?? '') || !/^[1-9][0-9]{0,8}$/.test(sats ?? '')) {
  console.error('usage: node pay.mjs KEY-FILE RESULT-ID SATS [URL]')
  process.exit(2)
}
try {
  const payer = new Author(readFileSync(keyFile, 'utf8').trim())
  const client = await Client.connect(url)
  const [result] = await client.query({ ids: [target] })
  assert(result !== undefined, `${url} has no event ${target}`)
  const { event } = zap(new Author(), payer, { recipient: { pubkey: result.pubkey }, target, sats: Number(sats) })
  await client.publish(event)
  console.log(event.id)
  process.exit(0)
} catch (failure) {
  console.error(`pay: ${failure.message}`)
  process.exit(1)
}
