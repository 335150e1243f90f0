// What a nostr-tools application does with a relay, against the relay at the address given.
//
//   node check.mjs ws://127.0.0.1:7777
//
// Prints a line for each check, and ends with 1 when one failed. All keys are fresh, so any store will do. Every event
// that comes back is verified anew, from a copy without the mark that nostr-tools leaves on verified ones.

import { getToken } from 'nostr-tools/nip98'
import { assert, Author, Client, now, until } from './client.mjs'

const JOB_REQUEST = 68001

const url = process.argv[2] ?? 'ws://127.0.0.1:7777'

/** Who may manage the relay, as 64 hex digits; without one only the refusals are checked. */
const operator = process.env.OPERATOR_KEY

/** Calls the management API (NIP-86) as this author; answers the HTTP status and what the body says. */
async function manage(author, method, ...params) {
  const http = url.replace(/^ws/, 'http')
  const body = { method, params }
  const token = await getToken(http, 'POST', template => author.signTemplate(template), true, body)
  const response = await fetch(http, {
    method: 'POST',
    headers: { 'Content-Type': 'application/nostr+json+rpc', Authorization: token },
    body: JSON.stringify(body)
  })
  return { status: response.status, ...(await response.json()) }
}

async function supportedNips() {
  const response = await fetch(url.replace(/^ws/, 'http'), { headers: { Accept: 'application/nostr+json' } })
  return (await response.json()).supported_nips
}

/** Throws unless these are exactly the events expected, in this order. */
function sameEvents(found, expected) {
  const ids = events => events.map(event => event.id).join(' ')
  assert(ids(found) === ids(expected), `expected [${ids(expected)}], got [${ids(found)}]`)
  found.forEach((event, i) => {
    for (const field of ['id', 'pubkey', 'created_at', 'kind', 'content', 'sig']) {
      assert(event[field] === expected[i][field], `${field} of ${event.id} changed`)
    }
    assert(JSON.stringify(event.tags) === JSON.stringify(expected[i].tags), `the tags of ${event.id} changed`)
  })
}

/** Throws unless these are exactly the ids of these events. */
function sameIds(found, expected) {
  const wanted = expected.map(event => event.id).sort()
  assert([...found].sort().join(' ') === wanted.join(' '), `expected ${wanted.length} ids, got ${found.length}`)
}

/** Publishes an older and a newer version, then the older again: only the newer one may be served. */
async function replaces(client, kind, tags) {
  const author = new Author()
  const old = author.sign(kind, { createdAt: now() - 10, tags, content: 'old' })
  const latest = author.sign(kind, { createdAt: now() - 5, tags, content: 'new' })
  const filter = { kinds: [kind], authors: [author.pubkey] }
  await client.publish(old)
  sameEvents(await client.query(filter), [old])
  await client.publish(latest)
  sameEvents(await client.query(filter), [latest])
  const answer = await client.answerTo(old)
  assert(answer.startsWith('duplicate:'), `expected duplicate: for the old version, got ${answer}`)
  sameEvents(await client.query(filter), [latest])
}

const checks = {
  'publish and query by id': async client => {
    const content = 'Grüße, 世界 🌍 \u2028 "quoted" \\ \n\t\r\b\f\u0001\u001f\u007f </script>'
    const event = new Author().sign(1, { tags: [['t', 'interop'], ['x', 'a', 'b', '']], content })
    assert((await client.publish(event)) === '', 'OK true has a message')
    sameEvents(await client.query({ ids: [event.id] }), [event])
  },

  'publish the same event twice': async client => {
    const event = new Author().sign(1)
    await client.publish(event)
    const message = await client.publish(event)
    assert(message.startsWith('duplicate:'), `expected duplicate:, got ${message}`)
    sameEvents(await client.query({ ids: [event.id] }), [event])
  },

  'refuse an event whose signature is wrong': async client => {
    const event = JSON.parse(JSON.stringify(new Author().sign(1)))
    const broken = { ...event, sig: new Author().sign(1).sig }
    const refusal = await client.refusalOf(broken)
    assert(refusal.startsWith('invalid:'), `expected invalid:, got ${refusal}`)
    await client.publish(event)
  },

  'query by author, kind, time, tag and limit': async client => {
    const author = new Author()
    const start = now() - 100
    const topic = `interop-${author.pubkey.slice(0, 16)}`
    const events = []
    for (let i = 0; i < 5; i++) {
      events.push(author.sign(i % 2 === 0 ? 1 : 7, { createdAt: start + i, tags: [['t', topic]], content: `${i}` }))
    }
    await Promise.all(events.map(event => client.publish(event)))
    const newestFirst = events.toReversed()
    const [e4, e3, e2, e1, e0] = newestFirst
    sameEvents(await client.query({ authors: [author.pubkey] }), newestFirst)
    sameEvents(await client.query({ authors: [author.pubkey], limit: 2 }), [e4, e3])
    sameEvents(await client.query({ authors: [author.pubkey], kinds: [7] }), [e3, e1])
    sameEvents(await client.query({ '#t': [topic], since: start + 1, until: start + 3 }), [e3, e2, e1])
    sameEvents(await client.query({ '#t': [topic], kinds: [1] }, { ids: [e3.id] }), [e4, e3, e2, e0])
    sameEvents(await client.query({ authors: [author.pubkey], '#t': ['another'] }), [])
  },

  'live subscription': async (client, other) => {
    const author = new Author()
    const first = author.sign(1, { createdAt: now() - 1, content: 'stored' })
    await client.publish(first)
    const live = await other.listen({ kinds: [1], authors: [author.pubkey] })
    sameEvents([await live.next()], [first])
    await client.publish(author.sign(7, { content: 'of another kind' }))
    const second = author.sign(1, { content: 'live' })
    await client.publish(second)
    sameEvents([await live.next()], [second])
    live.close()
  },

  'ephemeral event: live, and never stored': async (client, other) => {
    const author = new Author()
    const filter = { kinds: [20001], authors: [author.pubkey] }
    const live = await other.listen(filter)
    const event = author.sign(20001, { content: 'passing' })
    await client.publish(event)
    sameEvents([await live.next()], [event])
    live.close()
    sameEvents(await client.query(filter), [])
  },

  'replace kind 0': client => replaces(client, 0, []),
  'replace kind 10002': client => replaces(client, 10002, [['r', 'wss://relay.example.com']]),
  'replace kind 30023': client => replaces(client, 30023, [['d', 'article']]),

  'kind 30023 keeps one version for each d': async client => {
    const author = new Author()
    const one = author.sign(30023, { createdAt: now() - 2, tags: [['d', 'one']] })
    const two = author.sign(30023, { createdAt: now() - 1, tags: [['d', 'two']] })
    await client.publish(one)
    await client.publish(two)
    sameEvents(await client.query({ kinds: [30023], authors: [author.pubkey] }), [two, one])
    sameEvents(await client.query({ kinds: [30023], authors: [author.pubkey], '#d': ['one'] }), [one])
  },

  'delete by e': async client => {
    const author = new Author()
    const target = author.sign(1, { createdAt: now() - 5 })
    const kept = author.sign(1, { createdAt: now() - 4 })
    const byAnother = new Author().sign(1)
    await Promise.all([target, kept, byAnother].map(event => client.publish(event)))
    const request = author.sign(5, { tags: [['e', target.id], ['e', byAnother.id], ['k', '1']] })
    await client.publish(request)
    sameEvents(await client.query({ authors: [author.pubkey] }), [request, kept])
    sameEvents(await client.query({ ids: [byAnother.id] }), [byAnother])
    await client.refusalOf(target)
    sameEvents(await client.query({ ids: [target.id] }), [])
  },

  'delete by a': async client => {
    const author = new Author()
    const article = author.sign(30023, { createdAt: now() - 10, tags: [['d', 'gone']] })
    const other = author.sign(30023, { createdAt: now() - 10, tags: [['d', 'kept']] })
    await client.publish(article)
    await client.publish(other)
    const address = `30023:${author.pubkey}:gone`
    await client.publish(author.sign(5, { createdAt: now() - 5, tags: [['a', address], ['k', '30023']] }))
    const filter = { kinds: [30023], authors: [author.pubkey] }
    sameEvents(await client.query(filter), [other])
    await client.refusalOf(author.sign(30023, { createdAt: now() - 7, tags: [['d', 'gone']], content: 'too old' }))
    const again = author.sign(30023, { tags: [['d', 'gone']], content: 'written anew' })
    await client.publish(again)
    sameEvents(await client.query(filter), [again, other])
  },

  'authenticate, and read what is private': async (client, other) => {
    const [sender, recipient] = [new Author(), new Author()]
    const wrap = sender.sign(1059, { tags: [['p', recipient.pubkey]], content: 'wrapped' })
    const filter = { kinds: [1059], '#p': [recipient.pubkey] }
    await client.publish(wrap)
    sameEvents(await client.query({ kinds: [1059, 1], '#p': [recipient.pubkey] }), [])
    await other.authenticate(recipient)
    sameEvents(await other.query(filter), [wrap])
    const live = await other.listen({ ...filter, limit: 0 })
    const next = sender.sign(1059, { tags: [['p', recipient.pubkey]], content: 'wrapped again' })
    await client.publish(next)
    sameEvents([await live.next()], [next])
    live.close()
  },

  'protected events come from their author alone': async (client, other) => {
    const author = new Author()
    const event = author.sign(1, { tags: [['-']], content: 'for this relay' })
    const refusal = await client.refusalOf(event)
    assert(refusal.startsWith('auth-required:'), `expected auth-required:, got ${refusal}`)
    await other.authenticate(author)
    await other.publish(event)
    sameEvents(await client.query({ ids: [event.id] }), [event])
  },

  'count, and estimate the authors': async client => {
    const target = new Author().sign(1)
    const reactions = Array.from({ length: 5 }, () => new Author().sign(7, { tags: [['e', target.id]], content: '+' }))
    await Promise.all(reactions.map(reaction => client.publish(reaction)))
    const counted = await client.count({ kinds: [7], '#e': [target.id] })
    assert(counted.count === 5, `expected 5, got ${counted.count}`)
    assert(/^[0-9a-f]{512}$/.test(counted.hll), 'hll is not 512 hex digits')
    const set = counted.hll.match(/../g).filter(register => register !== '00')
    assert(set.length >= 1 && set.length <= 5, `${set.length} registers are set`)
  },

  'search: stored by relevance, and live': async (client, other) => {
    if (!(await client.supports(50))) {
      return
    }
    const author = new Author()
    const word = `souk${author.pubkey.slice(0, 12)}`
    const passing = author.sign(1, { createdAt: now() - 1, content: `a long note that mentions the ${word} once, 東京都 too` })
    const best = author.sign(1, { createdAt: now() - 5, content: `${word} ${word.toUpperCase()}` })
    const unrelated = author.sign(1, { content: 'nothing of it' })
    await Promise.all([passing, best, unrelated].map(event => client.publish(event)))
    sameEvents(await client.query({ kinds: [1], search: word }), [best, passing])
    sameEvents(await client.query({ search: word, limit: 1 }), [best])
    sameEvents(await client.query({ search: `${word} 東京 language:en` }), [passing])
    sameEvents(await client.query({ search: `${word} absent` }), [])
    const live = await other.listen({ search: word, limit: 0 })
    await client.publish(author.sign(1, { content: 'still nothing' }))
    const next = author.sign(1, { content: `the ${word}!` })
    await client.publish(next)
    sameEvents([await live.next()], [next])
    live.close()
    await client.publish(author.sign(5, { tags: [['e', best.id]] }))
    sameEvents(await client.query({ search: `${word} long` }), [passing])
    sameEvents(await client.query({ search: word, ids: [best.id] }), [])
  },

  'manage, if somebody may': async client => {
    if (!(await supportedNips()).includes(86)) {
      return
    }
    const [stranger, target] = [new Author(), new Author()]
    const refused = await manage(stranger, 'supportedmethods')
    assert(refused.status === 401 && refused.error, `expected 401, got ${JSON.stringify(refused)}`)
    if (operator === undefined) {
      return
    }
    const admin = new Author(operator)
    const { result: methods } = await manage(admin, 'supportedmethods')
    assert(methods.includes('banpubkey') && methods.includes('unbanpubkey'), `got only ${methods}`)
    const event = target.sign(1)
    await client.publish(event)
    assert((await manage(admin, 'banpubkey', target.pubkey, 'interop')).result === true, 'banpubkey is not done')
    sameEvents(await client.query({ authors: [target.pubkey] }), [])
    const refusal = await client.refusalOf(event)
    assert(refusal.startsWith('blocked:') && refusal.includes('interop'), `expected blocked:, got ${refusal}`)
    const { result: banned } = await manage(admin, 'listbannedpubkeys')
    assert(
      banned.some(({ pubkey, reason }) => pubkey === target.pubkey && reason === 'interop'),
      'it is not listed'
    )
    assert((await manage(admin, 'unbanpubkey', target.pubkey)).result === true, 'unbanpubkey is not done')
    await client.publish(event)
    sameEvents(await client.query({ ids: [event.id] }), [event])
  },

  'vanish': async client => {
    const author = new Author()
    const old = author.sign(1, { createdAt: now() - 5 })
    await client.publish(old)
    await client.publish(author.sign(62, { createdAt: now() - 2, tags: [['relay', 'ALL_RELAYS']] }))
    sameEvents(await client.query({ authors: [author.pubkey], kinds: [1] }), [])
    const refusal = await client.refusalOf(old)
    assert(refusal.startsWith('blocked:'), `expected blocked:, got ${refusal}`)
    const again = author.sign(1)
    await client.publish(again)
    sameEvents(await client.query({ authors: [author.pubkey], kinds: [1] }), [again])
  },

  'expire': async client => {
    const author = new Author()
    const expiration = now() + 3
    const event = author.sign(1, { tags: [['expiration', `${expiration}`]] })
    const filter = { authors: [author.pubkey] }
    await client.publish(event)
    sameEvents(await client.query(filter), [event])
    await until(expiration + 1)
    sameEvents(await client.query(filter), [])
    sameEvents(await client.query({ ids: [event.id] }), [])
    await client.refusalOf(author.sign(1, { tags: [['expiration', `${now() - 1}`]] }))
  },

  'reconcile (NIP-77)': async client => {
    const author = new Author()
    const times = Array.from({ length: 300 }, (_, i) => now() - 1000 + Math.floor(i / 7))
    const events = times.map((createdAt, i) => author.sign(1, { createdAt, content: `${i}` }))
    const [mine, shared, theirs] = [events.slice(0, 20), events.slice(20, 280), events.slice(280)]
    await Promise.all([...shared, ...theirs].map(event => client.publish(event)))
    for (const filter of [{ authors: [author.pubkey] }, { since: times[0], until: times[299], kinds: [1], authors: [author.pubkey] }]) {
      const { have, need } = await client.reconcile(filter, [...mine, ...shared])
      sameIds(have, mine)
      sameIds(need, theirs)
    }
    const everything = await client.reconcile({}, mine)
    sameIds(everything.have, mine)
    assert([...shared, ...theirs].every(event => everything.need.includes(event.id)), 'not all is needed that is there')
  },

  'job requests of kind 68001: query by j, and live': async (client, other) => {
    const author = new Author()
    const type = `interop-${author.pubkey.slice(0, 16)}`
    const filter = { kinds: [JOB_REQUEST], '#j': [type] }
    const stored = author.sign(JOB_REQUEST, { createdAt: now() - 1, tags: [['j', type], ['bid', '1000']] })
    await client.publish(stored)
    await client.publish(author.sign(JOB_REQUEST, { tags: [['j', `${type}-other`]] }))
    sameEvents(await client.query(filter), [stored])
    const board = await other.listen(filter)
    sameEvents([await board.next()], [stored])
    const live = author.sign(JOB_REQUEST, { tags: [['j', type], ['bid', '2000']] })
    await client.publish(live)
    sameEvents([await board.next()], [live])
    board.close()
    sameEvents(await client.query(filter), [live, stored])
  }
}

/** Runs one check on two connections of its own; true when it passed. */
async function passes(name, check) {
  const clients = []
  try {
    clients.push(await Client.connect(url), await Client.connect(url))
    await check(...clients)
    console.log(`ok      ${name}`)
    return true
  } catch (failure) {
    console.log(`FAILED: ${name}: ${failure.message ?? failure}`)
    return false
  } finally {
    clients.forEach(client => client.close())
  }
}

let failed = 0
const names = Object.keys(checks)
for (const name of names) {
  failed += (await passes(name, checks[name])) ? 0 : 1
}
console.log(`${names.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
