"""A release's own Oxigraph store, opened read-only: by workers for strangers, in this process for our own queries."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import msgspec
import pyoxigraph as ox

from ontology.iris import Iris
from server.config import Lanes, Limits
from server.release import queries
from server.release.store.asking import asker
from server.release.store.asking.budget import DiskBudget
from server.release.store.errors import (
    AnswerTooLarge,
    DiskFull,
    Inexpressible,
    MalformedQuery,
    MemoryExceeded,
    ServiceFailed,
    StoreFault,
    TooDeep,
    Unsupported,
)
from server.release.store.evaluation import INLINE, QuerySource
from server.release.store.interface import READ_HERE, Answer, Bindings, QueryOutline, Question, Solution, rows
from server.release.store.messages import Reply, Setup, Task
from server.release.store.reading import dataset
from server.release.store.reading.diagnosis import Diagnosis
from server.release.store.workers import WorkerGone, Workers


class Embedded:
    """The store of a release folder; it holds one worker more than the fast lane is wide, each with its own view."""

    def __init__(
        self,
        folder: Path,
        *,
        iris: Iris,
        prefixes: Mapping[str, str],
        limits: Limits,
        lanes: Lanes,
        disk: DiskBudget | None = None,
    ) -> None:
        self._iris = iris
        self._limits = limits
        self._folder = folder
        self._disk = disk or DiskBudget(limits.spool_bytes)
        self._workers = Workers(_setup(folder, iris, prefixes, limits), lanes)

    @property
    def kind(self) -> str:
        """What the store is, for people."""
        return f"Oxigraph {ox.__version__}, embedded"

    @property
    def federates(self) -> bool:
        """Oxigraph does."""
        return True

    @cached_property
    def state(self) -> str | None:
        """The id of the release, which is the name of its folder."""
        return self._folder.parent.name

    @property
    def workers(self) -> int:
        """How many query workers there are."""
        return self._workers.count

    def check(self) -> None:
        """Raise :class:`~server.release.store.errors.StoreFault` where the store cannot be read."""
        try:
            self.ask("ASK { ?s ?p ?o }")
        except OSError as error:
            raise StoreFault("the store of the release cannot be read") from error

    def read(self, query: str) -> QueryOutline:
        """Return what a query says; a worker reads a long one, so that it computes under limits."""
        if len(query) <= READ_HERE:
            return dataset.read(query, f"{self._iris.base}sparql")
        reply, _ = self._asked(Task(query=query, media_type="", union=False, reading=True))
        return msgspec.msgpack.decode(reply.body, type=QueryOutline)

    def answer(self, question: Question) -> Answer:
        """Return the answer; raises :class:`~server.release.store.errors.StoreError`."""
        return self._answer(*self._asked(_task(question)))

    def _asked(self, task: Task) -> tuple[Reply, BinaryIO | None]:
        try:
            return self._workers.run(task, self._limits.query_seconds, asker.current())
        except WorkerGone as error:
            if error.for_memory:
                raise MemoryExceeded(self._limits.query_memory) from error
            if error.for_stack:
                raise TooDeep from error
            raise StoreFault(str(error)) from error

    def _answer(self, reply: Reply, file: BinaryIO | None) -> Answer:
        match reply.outcome:
            case "body" | "file":
                kept = self._disk.keep(file, reply.size, asker.current().address) if file else None
                return Answer(body=reply.body, file=kept, size=reply.size, cut=reply.cut)
            case "syntax":
                found = msgspec.msgpack.decode(reply.body, type=Diagnosis)
                raise MalformedQuery(found.reason, found.line, found.column, found.hint)
            case "unsupported":
                raise Unsupported(reply.body.decode())
            case "inexpressible":
                raise Inexpressible(reply.body.decode())
            case "memory":
                raise MemoryExceeded(self._limits.query_memory)
            case "size":
                raise AnswerTooLarge(self._limits.answer_bytes)
            case "disk":
                raise DiskFull
            case "service":
                raise ServiceFailed(reply.body.decode())
            case _:
                raise StoreFault(reply.body.decode())

    @cached_property
    def _source(self) -> QuerySource:
        return QuerySource(ox.Store.read_only(str(self._folder)))

    def _run(self, query: str, bindings: Bindings | None) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        source = self._source
        return source.store.query(
            queries.resolve(query, self._iris),
            base_iri=self._iris.base,
            use_default_graph_as_union=not source.merged,
            substitutions={ox.Variable(name): term for name, term in (bindings or {}).items()},
        )

    def select(self, query: str, bindings: Bindings | None = None) -> Sequence[Solution]:
        """Return the solutions of a trusted SELECT, run in this process."""
        solutions = self._run(query, bindings)
        if not isinstance(solutions, ox.QuerySolutions):
            raise MalformedQuery(f"{query} is no SELECT")
        return rows(solutions)

    def construct(self, query: str, bindings: Bindings | None = None) -> Sequence[ox.Triple]:
        """Return the triples of a trusted CONSTRUCT or DESCRIBE, run in this process."""
        triples = self._run(query, bindings)
        if not isinstance(triples, ox.QueryTriples):
            raise MalformedQuery(f"{query} is no CONSTRUCT")
        return list(triples)

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to a trusted ASK, run in this process."""
        return bool(self._run(query, bindings))

    def close(self) -> None:
        """End the workers."""
        self._workers.close()


def _setup(folder: Path, iris: Iris, prefixes: Mapping[str, str], limits: Limits) -> Setup:
    return Setup(
        store=str(folder),
        base=f"{iris.base}sparql",
        prefixes=dict(prefixes),
        memory=limits.query_memory,
        inline=min(INLINE, limits.answer_bytes),
        answer=limits.answer_bytes,
        parent=os.getpid(),
    )


def _task(question: Question) -> Task:
    named = question.dataset
    return Task(
        query=question.text,
        media_type=question.representation.media_type,
        union=question.union,
        default_graphs=named.default if named else None,
        named_graphs=named.named if named else None,
        rows=question.rows,
    )
