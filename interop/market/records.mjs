// What the relay tells of the market over HTTP, against the expected table and against its own status events.

import { ANSWER_MILLIS, assert, now, until } from '../client.mjs'
import { compare, value, wanted } from './stage.mjs'

const fail = problems => assert(problems.length === 0, problems.join('; '))

/** The first rows of each status: what changed, and what proves it. */
const changes = job => job.rows.filter((row, i) => row.s !== job.rows[i - 1]?.s)

/** One job: the document, its history, the stream, and the board agree with the rows and with the status events. */
export async function agree(job, { api, stream, board }) {
  const document = await api.get(`/jobs/${job.id}`)
  fail([...ofDocument(document, job)])
  const { evidence } = await api.get(`/jobs/${job.id}/evidence`)
  fail([...ofHistory(evidence, job)])
  const expected = changes(job).map((row, i, all) => [all[i - 1]?.s ?? null, row.s])
  const streamed = await stream.ofJob(job.id, expected.length)
  fail([...compare('the stream', streamed.map(change => [change.from, change.to]), expected)])
  const types = [...new Set(streamed.map(change => change.type))]
  fail([...compare('the types in the stream', types, [job.dialect.typeName])])
  const versions = job.statuses.map(event => event.id)
  await board.wait(() => board.of(job.id).length >= versions.length, 'the board')
  fail([...compare('the board', board.of(job.id).map(event => event.id), versions)])
  assert(board.problem === undefined, board.problem)
}

function* ofDocument(found, job) {
  const { request, final, dialect } = job
  const asked = name => request.tags.filter(tag => tag[0] === name)
  const deadline = asked('expiration')[0]
  const expected = {
    id: job.id,
    status: final.s,
    open: final.l === 'open',
    type: dialect.typeName,
    j: dialect.typeTags[0]?.[1] ?? null,
    kind: dialect.requestKind,
    dialect: dialect.name,
    customer: request.pubkey,
    created_at: request.created_at,
    targets: asked('p').map(tag => tag[1]),
    deadline: deadline ? Number(deadline[1]) : null,
    verified_msat: 0,
    reactions: final.reactions,
    flags: final.flags,
    recovered: false
  }
  for (const [name, want] of Object.entries(expected)) {
    yield* compare(`${name} over HTTP`, found[name], want)
  }
  yield* compare('proof over HTTP', [found.proof.rule, found.proof.event ?? ''], [final.rule, final.proof])
  yield* compare('bid over HTTP', found.bid?.msat ?? null, job.bidMsat())
  yield* compare('the signed event over HTTP', found.event?.id, job.statuses.at(-1).id)
  yield* ofOffers(found, job)
}

function* ofOffers(found, { final, people, statuses }) {
  const names = Object.keys(final.offers)
  yield* compare('offers over HTTP', found.offers.length, names.length)
  for (const name of names) {
    const offer = found.offers.find(one => one.provider === people[name].pubkey) ?? {}
    const want = wanted(final.offers[name])
    const axes = [offer.work, offer.money, offer.verdict, offer.asked_msat, offer.claimed_msat, offer.flags]
    const expected = [want.work, want.money, want.verdict, want.asked, want.claimed, want.flags]
    yield* compare(`offer of ${name} over HTTP`, axes, expected)
    const tag = statuses.at(-1).tags.find(one => one[0] === 'offer' && one[1] === offer.provider) ?? []
    const same = [offer.latest ?? '', `${offer.latency_ms ?? ''}`]
    yield* compare(`latest and latency of ${name} over HTTP`, same, [tag[7], tag[8]])
  }
}

function* ofHistory(found, job) {
  const told = found.map(change => [change.from, change.to, change.rule, change.event ?? ''])
  const expected = changes(job).map((row, i, all) => [all[i - 1]?.s ?? null, row.s, row.rule, row.proof])
  yield* compare('evidence', told, expected)
}

/** Lists of jobs: all of the customer's, those of one provider, by status, and open ones. */
export async function listJobs({ api, jobs, people }) {
  const customer = people.customer.pubkey
  await listed(api, `customer=${customer}`, jobs)
  await listed(api, `customer=${customer}&open=true`, jobs.filter(job => job.final.l === 'open'))
  await listed(api, `customer=${customer}&status=completed`, jobs.filter(job => job.final.s === 'completed'))
  await listed(api, `customer=${customer}&min_bid=30000`, jobs.filter(job => job.bidMsat() >= 30_000))
  await listed(api, `provider=${people.a.pubkey}`, jobs.filter(job => job.final.offers.a))
}

async function listed(api, query, expected) {
  const found = await allJobs(api, query)
  const problems = [...compare(`jobs of ${query}`, found.map(job => job.id).sort(), expected.map(job => job.id).sort())]
  const times = found.map(job => job.created_at)
  problems.push(...compare(`order of ${query}`, times, times.toSorted((a, b) => b - a)))
  for (const job of expected) {
    problems.push(...compare(`status of ${job.id}`, found.find(one => one.id === job.id)?.status, job.final.s))
  }
  fail(problems)
}

/** Page by page, so that cursors are used. */
async function allJobs(api, query) {
  const found = []
  let cursor = ''
  for (let page = 0; page < 100; page++) {
    const document = await api.get(`/jobs?${query}&limit=7${cursor}`)
    found.push(...document.jobs)
    if (document.cursor === null) {
      return found
    }
    cursor = `&cursor=${encodeURIComponent(document.cursor)}`
  }
  throw new Error(`the jobs of ${query} have no end`)
}

/** Numbers of jobs; the others are of offers. */
const OF_JOBS = [
  'requests',
  'answered',
  'completed',
  'cancelled',
  'cancelled_early',
  'expired',
  'failed',
  'disputed'
]

/** The numbers that the rows come to. */
export function expectedNumbers(jobs) {
  const offers = jobs.flatMap(job => Object.values(job.final.offers).map(offer => ({ job, ...wanted(offer) })))
  const said = offers.filter(offer => offer.work !== 'targeted')
  const isDelivered = offer => offer.work === 'delivered'
  const jobsWith = condition => new Set(said.filter(condition).map(offer => offer.job)).size
  const jobsAre = status => jobs.filter(job => job.final.s === status).length
  const sum = (list, amount) => list.reduce((total, offer) => total + (offer[amount] ?? 0), 0)
  const count = condition => said.filter(condition).length
  return {
    requests: jobs.length,
    answered: jobsWith(isDelivered),
    completed: jobsAre('completed'),
    cancelled: jobsAre('cancelled'),
    cancelled_early: jobs.filter(job => job.final.s === 'cancelled' && said.every(offer => offer.job !== job)).length,
    expired: jobsAre('expired'),
    failed: jobsAre('failed'),
    disputed: jobsAre('disputed'),
    offers: said.length,
    results: count(isDelivered),
    quoted: count(offer => offer.asked > 0),
    paid: count(offer => offer.claimed > 0),
    quoted_paid: count(offer => offer.asked > 0 && offer.claimed > 0),
    verified_paid: 0,
    implied_paid: count(offer => offer.money === 'implied'),
    errors: count(offer => offer.work === 'error'),
    withdrawn: count(offer => offer.work === 'withdrawn'),
    late: count(offer => offer.flags.includes('late')),
    unpaid_delivered: count(offer => offer.flags.includes('unpaid_delivered')),
    offers_completed: count(offer => isDelivered(offer) && offer.verdict === 'accepted'),
    offers_disputed: count(offer => offer.verdict === 'disputed'),
    asked_msat: sum(said, 'asked'),
    claimed_msat: sum(said, 'claimed'),
    verified_msat: 0,
    refunded_msat: 0
  }
}

function* ofNumbers(what, found, expected) {
  for (const [name, number] of Object.entries(expected)) {
    yield* compare(`${what}: ${name}`, found[name], number)
  }
}

/** The type is this run's own, so its numbers are those of this run. */
export async function countJobs({ api, jobs, dialect }) {
  const expected = expectedNumbers(jobs)
  const name = encodeURIComponent(dialect.typeName)
  const { summary } = await api.get(`/stats?window=1h&j=${name}`)
  const problems = [...ofNumbers('the last hour', summary, expected)]
  problems.push(...compare('customers', summary.people.customers.count, 1))
  problems.push(...compare('providers', summary.people.providers.count, 3))
  const type = await api.get(`/types/${name}`)
  problems.push(...ofNumbers('the type', type.all, expected))
  const rowOf = types => types.types.find(one => one.type === dialect.typeName)
  const isRight = found => [...ofNumbers('row', rowOf(found)?.all ?? {}, expected)].length === 0
  const types = await shared(api, '/types?limit=500', isRight)
  const row = rowOf(types)
  problems.push(...(row ? ofNumbers('the row of the type', row.all, expected) : [`/types lacks ${dialect.typeName}`]))
  const { points } = await api.get(`/stats/series?window=1h&bucket=5m&j=${name}`)
  const requests = points.reduce((total, point) => total + point.requests, 0)
  problems.push(...compare('the series: requests', requests, expected.requests))
  const isWhole = found => found.summary.requests >= expected.requests
  const market = await shared(api, '/stats?window=1h', isWhole)
  assert(isWhole(market), `the whole market has ${market.summary.requests} requests only`)
  fail(problems)
}

/** A document that others ask for, too, and that may therefore be some seconds old: the first that will do. */
async function shared(api, path, isFresh) {
  const end = now() + ANSWER_MILLIS / 1000 + 1
  for (;;) {
    const found = await api.get(path)
    if (isFresh(found) || now() >= end) {
      return found
    }
    await until(now() + 1)
  }
}

/** What providers and the customer are said to have done. */
export async function countPeople({ api, jobs, people }) {
  const problems = []
  const { all } = await api.get(`/customers/${people.customer.pubkey}`)
  problems.push(...ofNumbers('the customer', all, expectedNumbers(jobs)))
  for (const name of ['a', 'b', 'c']) {
    const provider = await api.get(`/providers/${people[name].pubkey}`)
    const numbers = Object.entries(expectedNumbers(ofProvider(jobs, name)))
    const ofOffers = numbers.filter(([number]) => !OF_JOBS.includes(number))
    problems.push(...ofNumbers(`provider ${name}`, provider.all, Object.fromEntries(ofOffers)))
    problems.push(...compare(`types of ${name}`, provider.types.length, 1))
  }
  fail(problems)
}

/** The jobs as far as one provider is concerned. */
function ofProvider(jobs, name) {
  return jobs
    .filter(job => job.final.offers[name])
    .map(job => ({ final: { ...job.final, offers: { [name]: job.final.offers[name] } } }))
}

/** The status events that are stored are the last ones that came live, and nobody else can write them. */
export async function keepStatuses({ client, jobs, people, self }) {
  const ids = jobs.map(job => job.id)
  const filter = { kinds: [30383], authors: [self], '#d': ids }
  const last = jobs.map(job => job.statuses.at(-1))
  const another = people.stranger.sign(30383, { tags: [['d', ids[0]], ['s', 'completed']] })
  await client.publish(another)
  const refusal = await client.refusalOf(jobs[0].statuses[0])
  assert(refusal.startsWith('blocked:'), `an old status of the relay's own, published by a client: ${refusal}`)
  const stored = await client.query(filter)
  fail([...compare('stored status events', idsOf(stored), idsOf(last))])
  const completed = await client.query({ ...filter, '#s': ['completed'] })
  const expected = last.filter(event => value(event, 's') === 'completed')
  fail([...compare('completed by #s', idsOf(completed), idsOf(expected))])
  const ofOthers = await client.query({ kinds: [30383], authors: [people.stranger.pubkey] })
  fail([...compare("somebody else's status events", idsOf(ofOthers), [another.id])])
}

const idsOf = events => events.map(event => event.id).sort()
