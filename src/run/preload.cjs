'use strict';
/*
 * Loaded into every Node process of a run (NODE_OPTIONS --require). Node 20 knows no proxy
 * variables at all, and newer ones only for default agents; this sends the rest through the proxy:
 * http and https with any Agent, the built-in fetch, and npm's undici. It needs nothing but Node,
 * changes nothing if `TF_PROXY` is not set, leaves alone what already goes to the proxy, and never
 * falls back to a direct connection.
 *
 * Everything is a CONNECT tunnel, plain HTTP too, so that a request's own text stays as the program
 * wrote it. Agents keep their pools, limits and TLS settings: only the making of their connections
 * changes.
 */
const proxyUrl = process.env.TF_PROXY;
if (proxyUrl) install(new URL(proxyUrl));

function install(proxy) {
  const http = require('node:http');
  const https = require('node:https');
  const net = require('node:net');
  const tls = require('node:tls');
  const Module = require('node:module');

  const proxyHost = proxy.hostname.replace(/^\[|\]$/g, '');
  const proxyPort = Number(proxy.port || 80);
  const MAX_HEAD_BYTES = 16384;

  function authorization() {
    if (proxy.username === '') return '';
    const credentials = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
    return `Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}\r\n`;
  }

  function isProxy(host, port) {
    return Number(port) === proxyPort && (host === proxyHost || host === 'localhost');
  }

  /**
   * Reads the proxy's answer to CONNECT; a `readable` listener leaves the socket as it was, neither
   * flowing nor paused.
   */
  function readAnswer(socket, callback) {
    let head = '';
    socket.on('readable', function onReadable() {
      head += socket.read()?.toString('latin1') ?? '';
      const end = head.indexOf('\r\n\r\n');
      if (end < 0 && head.length < MAX_HEAD_BYTES) return;
      socket.off('readable', onReadable);
      if (end < 0 || !/^HTTP\/1\.[01] 2\d\d /.test(head)) {
        const error = new Error(`the proxy refused the connection: ${head.split('\r\n', 1)[0]}`);
        callback(Object.assign(error, { code: 'ERR_PROXY_TUNNEL' }));
        return;
      }
      if (head.length > end + 4) socket.unshift(Buffer.from(head.slice(end + 4), 'latin1'));
      callback(null);
    });
  }

  /** Opens a tunnel to `host:port`; `callback(error, socket)` is called once. */
  function openTunnel(host, port, callback) {
    const target = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
    const socket = net.connect({ host: proxyHost, port: proxyPort, noDelay: true });
    let settled = false;
    const settle = error => {
      if (settled) return;
      settled = true;
      socket.off('error', settle).off('close', onClose);
      if (error) socket.destroy();
      callback(error, error ? undefined : socket);
    };
    const onClose = () => settle(new Error(`the proxy closed the connection to ${target}`));
    socket.on('error', settle).on('close', onClose);
    readAnswer(socket, settle);
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization()}\r\n`);
  }

  /** TLS inside a tunnel, with the settings the caller would have used directly. */
  function secure(socket, host, options) {
    const servername = options.servername ?? (net.isIP(host) ? '' : host);
    return tls.connect({ ...options, host, servername, socket });
  }

  // http and https: every Agent makes its connections here, whoever made the Agent.

  const isOurs = options => !options.socketPath && !isProxy(hostOf(options), options.port);
  const hostOf = options => options.host || options.hostname || 'localhost';

  const connectPlain = http.Agent.prototype.createConnection;
  http.Agent.prototype.createConnection = function createConnection(...args) {
    const [options, callback] = args;
    if (typeof callback !== 'function' || !isOurs(options)) return connectPlain.apply(this, args);
    openTunnel(hostOf(options), options.port || 80, callback);
  };

  const connectSecure = https.Agent.prototype.createConnection;
  https.Agent.prototype.createConnection = function createConnection(...args) {
    const [options, callback] = args;
    if (typeof callback !== 'function' || !isOurs(options)) return connectSecure.apply(this, args);
    const host = hostOf(options);
    openTunnel(host, options.port || 443, (error, socket) => {
      if (error) callback(error);
      else callback(null, secure(socket, host, options));
    });
  };

  // undici, Node's own and npm's: dispatchers get a connector that tunnels.

  const OURS = Symbol('tameflare');
  const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

  /**
   * A connector as undici's Client wants it; `tlsOptions` are those of the dispatcher's `connect`.
   */
  function connector(tlsOptions) {
    return ({ hostname, port, protocol, servername }, callback) => {
      const host = hostname.replace(/^\[|\]$/g, '');
      const isSecure = protocol === 'https:';
      openTunnel(host, port || (isSecure ? 443 : 80), (error, socket) => {
        if (error || !isSecure) return void callback(error, socket);
        const options = { ...tlsOptions, ALPNProtocols: ['http/1.1'] };
        const inner = secure(socket, host, servername ? { ...options, servername } : options);
        inner.once('secureConnect', () => inner.off('error', callback) && callback(null, inner));
        inner.once('error', callback);
      });
    };
  }

  /** Options of a dispatcher with our connector, unless it connects in a way of its own. */
  function tunnelled(options = {}) {
    const { connect } = options;
    if (typeof connect === 'function' || options.socketPath || connect?.socketPath) return options;
    return { ...options, connect: connector(connect) };
  }

  function tunnelling(Dispatcher, optionsAt) {
    const made = class extends Dispatcher {
      constructor(...args) {
        args[optionsAt] = tunnelled(args[optionsAt]);
        super(...args);
      }
    };
    return Object.defineProperty(made, 'name', { value: Dispatcher.name });
  }

  /** undici's proxy agents write `host` into the caller's headers, where it would go to the next host as well. */
  function keepHeaders(agent) {
    const dispatch = agent.dispatch;
    agent[OURS] = true;
    agent.dispatch = function (options, handler) {
      const { headers } = options;
      const isPlain = headers && Object.getPrototypeOf(headers) === Object.prototype;
      const own = isPlain ? { ...options, headers: { ...headers } } : options;
      return dispatch.call(this, own, handler);
    };
  }

  /** Sends what has no dispatcher of its own through the proxy. */
  function replaceGlobalDispatcher() {
    const current = globalThis[GLOBAL_DISPATCHER];
    if (!current || current[OURS]) return;
    if (current.constructor.name === 'EnvHttpProxyAgent') return void keepHeaders(current);
    if (current.constructor.name !== 'Agent') return;
    const replacement = new current.constructor({ connect: connector() });
    globalThis[GLOBAL_DISPATCHER] = Object.assign(replacement, { [OURS]: true });
  }

  function patchUndici(undici) {
    undici.Client = tunnelling(undici.Client, 1);
    undici.Pool = tunnelling(undici.Pool, 1);
    undici.Agent = tunnelling(undici.Agent, 0);
    replaceGlobalDispatcher();
  }

  const patched = new WeakSet();
  const load = Module._load;
  Module._load = function _load(...args) {
    const loaded = load.apply(this, args);
    const isUndici = /(?:^|[\\/])undici(?:[\\/]index\.js)?$/.test(args[0]);
    if (isUndici && loaded?.Agent && loaded.setGlobalDispatcher && !patched.has(loaded)) {
      patched.add(loaded);
      patchUndici(loaded);
    }
    return loaded;
  };

  // The built-in undici is loaded on first use; loading it here would slow every start down.
  const builtinFetch = globalThis.fetch;
  let isInstalled = false;
  const fetch = function fetch(input, init) {
    if (!isInstalled) {
      isInstalled = true;
      new Headers();
      replaceGlobalDispatcher();
    }
    return builtinFetch(input, init);
  };
  Object.defineProperty(globalThis, 'fetch', {
    configurable: true,
    enumerable: true,
    writable: true,
    value: fetch,
  });
}
