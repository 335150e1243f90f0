// What a nostr-tools application does to get into a closed relay and out of it again (NIP-43).
//
//   OPERATOR_KEY=<64 hex digits> node members.mjs ws://127.0.0.1:7777
//
// The relay has members.closed = true and that key among its members.operators. Prints a line for each step, and ends
// with 1 when one failed. What it publishes is of fresh keys.

import { assert, Author, Client, now } from './client.mjs'

const [LIST, JOINED, LEFT, JOIN, INVITE, LEAVE] = [13534, 8000, 8001, 28934, 28935, 28936]
const PATIENCE_MILLIS = 10_000

/** Asks again and again until the newest event that matches is as it should be. */
async function awaited(client, filter, isSo) {
  for (const end = Date.now() + PATIENCE_MILLIS; Date.now() < end; ) {
    const [newest] = await client.query({ ...filter, limit: 1 })
    if (newest !== undefined && isSo(newest)) {
      return newest
    }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`no such event came: ${JSON.stringify(filter)}`)
}

const isListed = (list, author) => list.tags.some(tag => tag[0] === 'member' && tag[1] === author.pubkey)

async function run(url, secret) {
  const operator = new Author(secret)
  const stranger = new Author()
  const document = await fetch(url.replace(/^ws/, 'http'), { headers: { accept: 'application/nostr+json' } })
  const { self, supported_nips: nips, limitation } = await document.json()
  const [inside, outside] = [await Client.connect(url), await Client.connect(url)]
  const own = { authors: [self] }
  const request = (kind, ...tags) => stranger.sign(kind, { tags: [['-'], ...tags] })
  let code

  const steps = {
    'the relay says that it is closed': async () => {
      assert(nips.includes(43), 'NIP-43 is not among supported_nips')
      assert(limitation.restricted_writes === true, 'restricted_writes is not true')
      assert(/^[0-9a-f]{64}$/.test(self), 'there is no self')
    },
    'a stranger is refused': async () => {
      const refusal = await outside.refusalOf(stranger.sign(1))
      assert(refusal.startsWith('restricted:'), `expected restricted:, got ${refusal}`)
    },
    'a stranger may say where to write to him': () => outside.publish(stranger.sign(10002, { tags: [['r', url]] })),
    'an operator is given an invite': async () => {
      await inside.authenticate(operator)
      const [invite] = await inside.query({ kinds: [INVITE] })
      assert(invite.pubkey === self, 'the invite is not by the relay')
      code = invite.tags.find(tag => tag[0] === 'claim')[1]
    },
    'a wrong code is refused': async () => {
      const refusal = await outside.refusalOf(request(JOIN, ['claim', 'none']))
      assert(refusal.startsWith('restricted:'), `expected restricted:, got ${refusal}`)
    },
    'the stranger joins': async () => {
      const answer = await outside.publish(request(JOIN, ['claim', code]))
      assert(answer.startsWith('info:'), `expected info:, got ${answer}`)
      const again = await outside.publish(request(JOIN, ['claim', code], ['t', 'again']))
      assert(again.startsWith('duplicate:'), `expected duplicate:, got ${again}`)
    },
    'a member publishes': () => outside.publish(stranger.sign(1, { content: 'a member' })),
    'the member is listed and announced': async () => {
      await awaited(inside, { ...own, kinds: [LIST] }, list => isListed(list, stranger))
      await awaited(inside, { ...own, kinds: [JOINED], '#p': [stranger.pubkey] }, event => event.created_at <= now())
    },
    'the member leaves': async () => {
      const answer = await outside.publish(request(LEAVE))
      assert(answer.startsWith('info:'), `expected info:, got ${answer}`)
      await outside.refusalOf(stranger.sign(1, { content: 'no member' }))
      await awaited(inside, { ...own, kinds: [LIST] }, list => !isListed(list, stranger))
      await awaited(inside, { ...own, kinds: [LEFT], '#p': [stranger.pubkey] }, () => true)
    }
  }
  try {
    for (const [name, step] of Object.entries(steps)) {
      await step().catch(failure => {
        throw new Error(`${name}: ${failure.message ?? failure}`)
      })
      console.log(`ok      ${name}`)
    }
    return 0
  } catch (failure) {
    console.log(`FAILED: ${failure.message}`)
    return 1
  } finally {
    inside.close()
    outside.close()
  }
}

const url = process.argv[2] ?? 'ws://127.0.0.1:7777'
const failed = await run(url, process.env.OPERATOR_KEY).catch(failure => {
  console.log(`FAILED: ${failure.cause?.message ?? failure.message}`)
  return 1
})
process.exit(failed)
