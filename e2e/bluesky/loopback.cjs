// Preloaded by node: a server that names no address to listen on would be reachable from other machines. Here
// every one of them listens on 127.0.0.1, whatever it asked for.
const { Server } = require('node:net')

const loopback = '127.0.0.1'
const listen = Server.prototype.listen

Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === 'object' && first.port !== undefined) {
    return listen.call(this, { ...first, host: loopback }, ...rest)
  }
  if (Number.isInteger(Number(first))) {
    if (typeof rest[0] === 'string') rest.shift()
    return listen.call(this, Number(first), loopback, ...rest)
  }
  return listen.call(this, first, ...rest)
}
