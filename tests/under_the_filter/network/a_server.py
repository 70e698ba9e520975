"""A server."""

import http.server, threading, urllib.request, asyncio, socket, multiprocessing

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/").read()
server.shutdown()
socket.getaddrinfo("localhost", 80)
socket.gethostname()
socket.if_nameindex()


async def main():
    s = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
    await r.read()
    w.close()


asyncio.run(main())
with multiprocessing.get_context("fork").Manager() as manager:
    manager.dict()["a"] = 1
