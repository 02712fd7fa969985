"""Metrics: what an operator's Prometheus reads of a server, at an address of its own.

Every label has few values, and none that a stranger chooses: pools, statuses, the kinds of errors of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from server.gateway.exchange import Exchange

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 60.0)
Levels = Callable[[], Mapping[str, float]]
"""What there is now, by the name of its gauge."""
GAUGES = {
    "connections": "Connections that are open.",
    "requests_in_progress": "Requests that are being answered.",
    "query_workers": "Processes that answer queries, or are ready to.",
    "answers_kept_bytes": "Answers kept to be given again.",
    "answers_on_disk_bytes": "Large answers on disk until they have been sent.",
    "releases_set_aside": "Releases that are damaged and not served.",
    "ready": "1 where a release is served.",
}
"""What each gauge says; its name is after ``policygraph_``."""


class Metrics:
    """Counts exchanges, and asks for levels when it is read."""

    def __init__(self, levels: Levels, release: Callable[[], str]) -> None:
        self.registry = registry = CollectorRegistry()
        for each in (ProcessCollector, PlatformCollector, GCCollector):
            each(registry=registry)
        named = ("pool", "status")
        self._requests = Counter("policygraph_requests", "Requests answered.", named, registry=registry)
        self._seconds = Histogram(
            "policygraph_request_seconds",
            "From a request's head to its last byte taken, in seconds.",
            ("pool",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._bytes = Counter("policygraph_response_bytes", "Bytes of bodies sent.", ("pool",), registry=registry)
        self._refused = Counter(
            "policygraph_store_errors", "Requests that the store did not answer.", ("why",), registry=registry
        )
        self._gone = Counter("policygraph_hang_ups", "Clients that left before the end.", ("pool",), registry=registry)
        registry.register(_Standing(levels, release))

    def __call__(self, exchange: Exchange) -> None:
        """Count an exchange."""
        self._requests.labels(exchange.pool, str(exchange.status)).inc()
        self._seconds.labels(exchange.pool).observe(exchange.seconds)
        self._bytes.labels(exchange.pool).inc(exchange.size)
        if exchange.why:
            self._refused.labels(exchange.why).inc()
        if exchange.gone:
            self._gone.labels(exchange.pool).inc()

    def show(self, host: str, port: int) -> Callable[[], None]:
        """Show them at http://host:port/metrics, and return what ends that; raises :class:`OSError`."""
        server, thread = start_http_server(port, host, self.registry)

        def end() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return end


class _Standing(Collector):
    """What there is at the moment of reading."""

    def __init__(self, levels: Levels, release: Callable[[], str]) -> None:
        self._levels = levels
        self._release = release

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """Yield a gauge a level, and which release is served."""
        found = self._levels()
        for name, says in GAUGES.items():
            yield GaugeMetricFamily(f"policygraph_{name}", says, value=found[name])
        yield InfoMetricFamily("policygraph_release", "The release that is served.", value={"id": self._release()})
