"""Where requests are taken in whole and answers are handed out: no thread waits for a stranger's network.

The application is WSGI and computes; its threads are in pools, so that queries, however many wait, leave pages theirs, and
both leave one to the question whether the server is well. An address has half of a pool at most; what it asks beyond waits
in a line of its own.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from server.config import ServerConfig
from server.gateway.connections import CONNECTION, DRAINED, Connection
from server.gateway.environ import AT_HAND, REFUSED, Environ, environ_of
from server.gateway.exchange import IDENTIFIER, Exchange, Watcher
from server.gateway.guests import Guests
from server.release.store.asking.asker import Client, answer_for
from server.release.store.problems import WHY
from server.web.mount import inside, prefix_of
from server.web.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from _typeshed.wsgi import WSGIApplication

_AT_ONCE = 256 * 1024
"""How much of an answer is made in one go, in bytes; of what is longer, piece by piece."""
_SHORT = 8 * 1024
"""The characters of a query up to which the event loop itself looks whether its answer is kept."""
Headers = list[tuple[bytes, bytes]]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class SharedThreads:
    """Threads for one kind of request, shared among addresses; used in the event loop only."""

    def __init__(self, name: str, threads: int, share: int, waiting: int) -> None:
        self.name = name
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._share = share
        self._waiting = waiting
        self._guests: dict[str, tuple[asyncio.Semaphore, list[None]]] = {}

    @asynccontextmanager
    async def seat(self, address: str) -> AsyncIterator[None]:
        """Give one of the places of an address; raises :class:`Problem` where too many wait for one."""
        places, present = self._guests.setdefault(address, (asyncio.Semaphore(self._share), []))
        if len(present) >= self._share + self._waiting:
            raise Problem.unavailable("at_once", 5)
        present.append(None)
        try:
            async with places:
                yield
        finally:
            present.pop()
            if not present:
                del self._guests[address]


class StartedResponse:
    """An answer as far as it has been made: its head, its first piece, and where the rest comes from."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []
        self.first = b""
        self.rest: Iterator[bytes] | None = None
        self.close: Callable[[], None] | None = None

    def start(self, status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Callable[[bytes], object]:
        """Take the head of the answer (PEP 3333)."""
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _no_writing

    def take(self, body: Iterable[bytes]) -> None:
        """Make as much of the body as goes out in one piece; close it if that is all."""
        self.close = getattr(body, "close", None)
        if isinstance(body, list):
            self.first = b"".join(body)
            return
        pieces, size, rest = [], 0, iter(body)
        for piece in rest:
            pieces.append(piece)
            size += len(piece)
            if size >= _AT_ONCE:
                self.rest = rest
                break
        self.first = b"".join(pieces)
        if self.rest is None:
            self.end()

    def end(self) -> None:
        """Let the application give back what it holds for this answer."""
        if self.close is not None:
            close, self.close = self.close, None
            close()


class Gateway:
    """An ASGI application around a WSGI one; see the module. ``watchers`` are told of each exchange when it has ended,
    ``base`` tells where the site stands.
    """

    def __init__(self, app: WSGIApplication, config: ServerConfig) -> None:
        self._app = app
        self.watchers: Sequence[Watcher] = ()
        self.base: Callable[[], str] = str
        self._guests = Guests(config.requests_a_second, config.tokens)
        self.in_progress = 0
        self._limit = config.limits.body_bytes
        self._patience = config.patience
        waiting = config.patience.waiting
        self._refusals = SharedThreads("refusal", 1, 1, waiting)
        self._pulse = SharedThreads("pulse", 1, 1, waiting)
        self._health = SharedThreads("health", 1, 1, waiting)
        self._queries = SharedThreads("query", config.query_threads, max(1, config.query_threads // 2), waiting)
        self._matching = SharedThreads("matching", 2, 1, waiting)
        self._searches = SharedThreads("search", 2, 1, waiting)
        self._pages = SharedThreads("page", config.page_threads, max(1, config.page_threads // 2), waiting)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        headers = dict(scope["headers"])
        address = scope["client"][0] if scope["client"] else ""
        exchange = Exchange(scope["method"], scope["path"], address)
        self.in_progress += 1
        try:
            await self._answer(scope, headers, exchange, receive, send)
        finally:
            self.in_progress -= 1
            for watch in self.watchers:
                watch(exchange)

    async def _answer(
        self, scope: Any, headers: dict[bytes, bytes], exchange: Exchange, receive: Receive, send: Send
    ) -> None:
        connection: Connection = scope[CONNECTION]
        guest, body, refused = "", b"", None
        try:
            authorization = headers.get(b"authorization", b"").decode("latin-1")
            guest = self._guests.admit(exchange.address, authorization, asyncio.get_running_loop().time())
        except Problem as problem:
            refused = problem
        connection.asker = asker = Client(guest)
        try:
            body = await self._body(headers, receive)
        except Problem as problem:
            refused = refused or problem
        if not asker.gone:
            environ = environ_of(scope, body)
            environ[IDENTIFIER] = exchange.identifier
            await self._serve(environ, refused, asker, exchange, send)
        exchange.gone = asker.gone

    async def _serve(
        self, environ: Environ, refused: Problem | None, asker: Client, exchange: Exchange, send: Send
    ) -> None:
        pool = self._refusals if refused else self._pool_of(environ)
        exchange.pool = pool.name
        try:
            if refused is None and (kept := self._at_hand(environ, pool)):
                await self._hand_out(kept, pool, asker, exchange, send)
                return
            async with pool.seat("" if refused else asker.address):
                if asker.gone:
                    return
                started = await self._begin(environ, refused, pool, asker)
            exchange.why = environ.get(WHY, "")
            await self._hand_out(started, pool, asker, exchange, send)
        except Problem as problem:
            if refused is None:
                await self._serve(environ, problem, asker, exchange, send)

    def _pool_of(self, environ: Environ) -> SharedThreads:
        path = inside(environ["PATH_INFO"], prefix_of(self.base()))
        if path == "/livez":
            return self._pulse
        if path in {"/healthz", "/readyz"}:
            return self._health
        if path == "/reconcile":
            return self._matching
        if path.startswith("/sparql") or _is_query_of_search(environ, path):
            return self._queries
        return self._searches if path.startswith("/search") else self._pages

    async def _body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        """Return the body, whole; raises :class:`Problem` for one that is too large or does not come."""
        declared = headers.get(b"content-length", b"0")
        too_large = declared.isdigit() and int(declared) > self._limit
        if too_large and (b"expect" in headers or int(declared) > DRAINED):
            raise Problem.body_too_large(self._limit)
        first = await receive()
        if not first.get("more_body"):
            return self._checked(first.get("body", b""))
        pieces = [first["body"]]
        try:
            async with asyncio.timeout(self._patience.body_seconds):
                await self._rest(pieces, receive)
        except TimeoutError as error:
            if too_large or sum(map(len, pieces)) > self._limit:
                raise Problem.body_too_large(self._limit) from error
            raise Problem.too_late(self._patience.body_seconds) from error
        return self._checked(b"".join(pieces))

    def _checked(self, body: bytes) -> bytes:
        if len(body) > self._limit:
            raise Problem.body_too_large(self._limit)
        return body

    async def _rest(self, pieces: list[bytes], receive: Receive) -> None:
        """Add the rest of a body to its pieces. What is too large is thrown away as it comes: only once its sender has
        sent it does the refusal reach most clients.
        """
        size, drained = sum(map(len, pieces)), 0
        more = True
        while more and drained < DRAINED:
            message = await receive()
            piece, more = message.get("body", b""), message.get("more_body", False)
            if size > self._limit:
                drained += len(piece)
            else:
                pieces.append(piece)
                size += len(piece)

    def _at_hand(self, environ: Environ, pool: SharedThreads) -> StartedResponse | None:
        """Return the answer to a query that is kept as it was sent: it costs less than handing the request to a thread."""
        if pool is not self._queries or environ["REQUEST_METHOD"] != "GET" or len(environ["QUERY_STRING"]) > _SHORT:
            return None
        started = StartedResponse()
        started.take(self._app({**environ, AT_HAND: True}, started.start))
        return started if started.headers else None

    async def _begin(
        self, environ: Environ, refused: Problem | None, pool: SharedThreads, asker: Client
    ) -> StartedResponse:
        if refused is not None:
            environ[REFUSED] = refused
        context = contextvars.Context()  # of its own: the thread's next request is another client's
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool.threads, context.run, self._run, environ, asker)

    def _run(self, environ: Environ, asker: Client) -> StartedResponse:
        """Let the application answer, in a thread."""
        answer_for(asker)
        started = StartedResponse()
        try:
            started.take(self._app(environ, started.start))
        except BaseException:
            started.end()  # what the answer holds, such as its release, would be held for ever
            raise
        return started

    async def _hand_out(
        self, started: StartedResponse, pool: SharedThreads, asker: Client, exchange: Exchange, send: Send
    ) -> None:
        """Send an answer, no faster than it is taken; the connection ends one that is not taken."""
        loop = asyncio.get_running_loop()
        exchange.status, piece = started.status, started.first
        named = [*started.headers, (b"x-request-id", exchange.identifier.encode())]
        try:
            await send({"type": "http.response.start", "status": started.status, "headers": named})
            more = started.rest is not None
            while True:
                exchange.size += len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": more})
                if started.rest is None or not more or asker.gone:
                    break
                made = await loop.run_in_executor(pool.threads, next, started.rest, None)
                piece, more = made or b"", made is not None
        finally:
            if started.close is not None:
                await loop.run_in_executor(pool.threads, started.end)

    def close(self) -> None:
        """Let the threads end."""
        others = (self._refusals, self._pulse, self._health, self._matching, self._searches)
        for pool in (*others, self._queries, self._pages):
            pool.threads.shutdown(wait=False, cancel_futures=True)


def _no_writing(_data: bytes) -> object:
    raise NotImplementedError("the application returns its answers; it does not write them")


def _is_query_of_search(environ: Environ, path: str) -> bool:
    """Whether another endpoint asks the search in SPARQL."""
    asks = environ["REQUEST_METHOD"] == "POST" or "query=" in environ["QUERY_STRING"]
    return asks and path == "/search"
