// A whole Bluesky on the loopback address: directory of identities (PLC), two personal data servers (PDS), the
// view of everything (AppView) and its moderation service. Run in the folder that holds node_modules.
//
// Data lie in TMPDIR and in the database of DB_POSTGRES_URL. When everything answers, one line of JSON with the
// addresses is written; the process then runs until it is told to end.
const path = require('node:path')
const { createRequire } = require('node:module')
const { TestNetwork, TestPds, mockResolvers } = createRequire(path.join(process.cwd(), 'main.js'))('@atproto/dev-env')

// Nobody listens there: port 1 is never given to a program that asks for a free port.
const NOWHERE = 'http://127.0.0.1:1'

async function start() {
  const network = await TestNetwork.create({ pds: { hostname: 'localhost', enableDidDocWithSession: true } })
  // A server whose view of everything is down: it still knows what its own accounts have written.
  const lone = await TestPds.create({
    didPlcUrl: network.plc.url,
    hostname: 'localhost',
    bskyAppViewUrl: NOWHERE,
    bskyAppViewDid: network.bsky.serverDid,
  })
  mockResolvers(lone.ctx.idResolver, lone)
  const end = async () => {
    try {
      await lone.close()
      await network.close()
    } finally {
      process.exit(0)
    }
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  const addresses = {
    pds: network.pds.url,
    appview: network.bsky.url,
    lone_pds: lone.url,
    admin_password: 'admin-pass',
  }
  console.log(JSON.stringify(addresses))
}

start().catch((error) => {
  console.error(error)
  process.exit(1)
})
