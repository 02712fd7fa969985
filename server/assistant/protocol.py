"""The tools as a server of the Model Context Protocol, with its official SDK (the extra ``mcp``)."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated, Any, Literal

from flask import Flask
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from server.assistant.guide import guide
from server.assistant.tools import HITS, ROWS, ToolAnswerError, Tools
from server.release.live import EXTENSION

Kind = Literal[
    "measure", "requirement", "theme", "plan", "agency", "jurisdiction", "function", "national", "part", "point", "group"
]  # fmt: skip # entries side by side
Table = Literal["themes", "requirements", "requirement", "functions", "targets", "gaps", "shared"]


def protocol(app: Flask) -> MCPServer[Any]:
    """Return the server over an application."""
    tools = Tools(app)
    with app.extensions[EXTENSION].use() as now:
        server: MCPServer[Any] = MCPServer(
            "policygraph", version=metadata.version("policygraph"), instructions=guide(now), log_level="WARNING"
        )

    _offer_things(server, tools)
    _offer_tables(server, tools)
    return server


def _offer_things(server: MCPServer[Any], tools: Tools) -> None:
    @server.tool()
    def search(
        words: Annotated[str, Field(description="Words, all of which must be there; a phrase in quotation marks.")],
        kind: Annotated[Kind | None, Field(description="Only things of this kind.")] = None,
        place: Annotated[
            str, Field(description="Only of this jurisdiction: its code of six digits in GB/T 2260.")
        ] = "",
        limit: Annotated[int, Field(ge=1, le=HITS)] = 10,
    ) -> dict[str, Any]:
        """Find measures, requirements, agencies, plans and other things by words, Chinese or English, the best first."""
        return _answer(lambda: tools.search(words, kind or "", place, limit))

    @server.tool()
    def get(
        iri: Annotated[str, Field(description="The IRI of a thing, as search and query give it.")],
    ) -> dict[str, Any]:
        """Return everything that is said of one thing, and the sentence of the document that it was read from."""
        return _answer(lambda: tools.get(iri))


def _offer_tables(server: MCPServer[Any], tools: Tools) -> None:
    @server.tool()
    def query(
        sparql: Annotated[str, Field(description="A SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE; read-only.")],
        rows: Annotated[int, Field(ge=1, le=ROWS, description="The most rows to return.")] = 100,
    ) -> dict[str, Any]:
        """Run a read-only SPARQL query under limits. The instructions of this server name classes and properties."""
        return _answer(lambda: tools.query(sparql, rows))

    @server.tool()
    def compare(
        table: Annotated[Table, Field(description="What is compared; requirement needs the number of one.")],
        places: Annotated[
            list[str] | None, Field(description="GB/T 2260 codes; all places where none is named.")
        ] = None,
        national: Annotated[
            str, Field(description="Identifier of the national document; else the one with most plans.")
        ] = "",
        theme: Annotated[str, Field(description="Only under this theme, such as 08.")] = "",
        requirement: Annotated[str, Field(description="Number of a requirement, such as 08.3.")] = "",
    ) -> dict[str, Any]:
        """Compare what places do about the themes and requirements of a national document, and who is responsible."""
        return _answer(lambda: tools.compare(table, places or [], national, theme, requirement))


def _answer(answer: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = answer()
    except ToolAnswerError as error:
        raise ToolError(str(error)) from error
    return found
