// A whole market, played by a stock Nostr client against a running relay, in two dialects at once.
//
//   node market.mjs ws://127.0.0.1:7777
//
// A customer asks, three providers answer, strangers meddle, a wallet signs zap receipts. Each step waits for the
// status event that must follow it; then HTTP, the stream of changes and the statistics are held against the same
// expected table (market/scenarios.mjs). All keys and job types are fresh, so any store will do. Prints a line for each
// check, and ends with 1 when one failed.

import { assert, Author, Client } from './client.mjs'
import { draft, nip90 } from './market/dialects.mjs'
import { Api, information } from './market/http.mjs'
import { agree, countJobs, countPeople, keepStatuses, listJobs } from './market/records.mjs'
import { scenarios } from './market/scenarios.mjs'
import { Job, Watch } from './market/stage.mjs'

const url = process.argv[2] ?? 'ws://127.0.0.1:7777'

/** Kinds of NIP-90 that mean something else to many relays. */
const OTHER_TRAFFIC = [5391, 5392, 5393, 5394, 5666, 5969]

/** What is compared when all jobs of a dialect have come to their end. */
const afterwards = {
  'status events as they are kept': keepStatuses,
  'lists of jobs over HTTP': listJobs,
  'statistics over HTTP': countJobs,
  'people over HTTP': countPeople
}

/** Who the relay is, and how its market is reached. */
async function introduce() {
  const { web, document } = await information(url)
  const market = document.job_market
  assert(market !== undefined, `${url} has no job market (job_market in NIP-11)`)
  assert(/^[0-9a-f]{64}$/.test(document.self ?? ''), `self is ${document.self}`)
  for (const dialect of ['68001', '5xxx']) {
    assert(market.dialects?.includes(dialect), `job_market.dialects is ${market.dialects}`)
  }
  assert(market.status_kind === 30383, `job_market.status_kind is ${market.status_kind}`)
  assert(market.provider_kind === 30382, `job_market.provider_kind is ${market.provider_kind}`)
  assert(document.supported_nips?.includes(85), `supported_nips is ${document.supported_nips}`)
  const api = new Api(web, market.http)
  const description = await api.describe()
  assert(description.openapi?.startsWith('3.'), `openapi is ${description.openapi}`)
  return { self: document.self, api }
}

/** A kind that nobody has used here, so that its numbers are those of this run. */
async function freshKind(api) {
  for (let tries = 0; tries < 50; tries++) {
    const kind = 5200 + Math.floor(Math.random() * 800)
    if (!OTHER_TRAFFIC.includes(kind) && (await api.status(`/types/k:${kind}`)) === 404) {
      return kind
    }
  }
  throw new Error('all kinds that were tried have been used already')
}

/** One dialect's market: people, two connections, and the live board of its job type. */
async function openMarket(relay, dialect) {
  const roles = ['customer', 'a', 'b', 'c', 'wallet', 'stranger', 'passerby']
  const people = Object.fromEntries(roles.map(role => [role, new Author()]))
  const [client, boardClient] = [await Client.connect(url), await Client.connect(url)]
  const board = await new Watch(relay.self).open(boardClient, { ...dialect.board, '#l': ['open', 'closed'] })
  const market = { ...relay, dialect, people, client, board, watch: new Watch(relay.self), jobs: [] }
  market.close = () => [client, boardClient].forEach(one => one.close())
  return market
}

/** Plays one scenario and holds all that is told of its jobs against the table; what went wrong, if anything did. */
async function outcomeOf(scenario, market) {
  const jobs = []
  try {
    await scenario({ ...market, job: () => jobs[jobs.push(new Job(market)) - 1] })
    for (const job of jobs) {
      await agree(job, market)
    }
    return undefined
  } catch (failure) {
    const id = jobs.map(job => job.request?.id).join(' ')
    return `${failure.message} (job ${id})`
  }
}

const results = []

function note(check, dialect, problem) {
  results.push({ check, dialect, problem })
}

async function playAll(markets) {
  const plays = Object.entries(scenarios).flatMap(([name, scenario]) =>
    markets.map(async market => note(name, market.dialect.name, await outcomeOf(scenario, market)))
  )
  await Promise.all(plays)
  for (const market of markets) {
    await compareAll(market)
  }
}

async function compareAll(market) {
  const dialect = market.dialect.name
  const hasFailed = results.some(one => one.dialect === dialect && one.problem)
  for (const [name, check] of Object.entries(afterwards)) {
    try {
      assert(!hasFailed, 'not compared, because a scenario failed')
      await check(market)
      note(name, dialect)
    } catch (failure) {
      note(name, dialect, failure.message)
    }
  }
}

/** A line for each check, a column for each dialect, then what differed. */
function report(dialects) {
  const names = [...Object.keys(scenarios), ...Object.keys(afterwards)]
  const width = Math.max(...names.map(name => name.length)) + 2
  const line = (name, cells) => console.log((name.padEnd(width) + cells.map(cell => cell.padEnd(8)).join('')).trimEnd())
  const problemOf = (name, dialect) => results.find(one => one.check === name && one.dialect === dialect).problem
  line('', dialects)
  for (const name of names) {
    line(name, dialects.map(dialect => (problemOf(name, dialect) ? 'FAILED' : 'ok')))
  }
  for (const { check, dialect, problem } of results.filter(one => one.problem)) {
    console.log(`FAILED: ${check}, ${dialect}: ${problem}`)
  }
}

async function main() {
  const relay = await introduce()
  const stream = await relay.api.follow()
  const type = `interop-${new Author().pubkey.slice(0, 16)}`
  const dialects = [draft(type), nip90(await freshKind(relay.api))]
  const markets = await Promise.all(dialects.map(dialect => openMarket({ ...relay, stream }, dialect)))
  await playAll(markets)
  stream.close()
  markets.forEach(market => market.close())
  report(dialects.map(dialect => dialect.name))
}

try {
  await main()
} catch (failure) {
  console.log(`FAILED: ${failure.message}`)
  note('the relay', 'none', failure.message)
}
const failed = results.filter(one => one.problem).length
console.log(`${results.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
