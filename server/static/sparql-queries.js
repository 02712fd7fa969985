/* What a reader keeps of a query: a program that asks it, and queries saved in this browser, which go nowhere else. */

window.PolicyGraphQueries = (() => {
  const KEY = "policygraph.queries";
  const MOST = 100;

  const byId = (id) => document.getElementById(id);

  /* ---- the query as a program -------------------------------------------------------------------------------------- */

  const inPython = (text) => (text.includes('"""') || text.includes("\\") ? JSON.stringify(text) : `"""${text}\n"""`);
  const inR = (text) => (text.includes(')"') ? JSON.stringify(text) : `r"(${text})"`);
  const inShell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

  const programs = {
    python: (query, endpoint, graph) =>
      graph
        ? `from urllib.parse import urlencode
from urllib.request import urlopen

from rdflib import Graph

query = ${inPython(query)}
answer = urlopen("${endpoint}", urlencode({"query": query, "format": "ttl"}).encode())
graph = Graph().parse(data=answer.read(), format="turtle")
print(len(graph))
`
        : `from urllib.parse import urlencode
from urllib.request import urlopen

import pandas as pd

query = ${inPython(query)}
answer = urlopen("${endpoint}", urlencode({"query": query, "format": "csv"}).encode())
table = pd.read_csv(answer)
print(table)
`,
    r: (query, endpoint, graph) => `library(httr)

query <- ${inR(query)}
answer <- POST("${endpoint}", body = list(query = query, format = "${graph ? "ttl" : "csv"}"), encode = "form")
${graph ? "graph <- content" : "table <- read.csv(text = content"}(answer, as = "text", encoding = "UTF-8")${graph ? "" : ")"}
print(${graph ? "graph" : "table"})
`,
    curl: (query, endpoint, graph) =>
      `curl -s ${inShell(endpoint)} -H 'Accept: ${graph ? "text/turtle" : "text/csv"}' --data-urlencode ${inShell(`query=${query}`)}\n`,
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // a page without https may not write there
    }
  };

  const offerPrograms = ({ say, endpoint, read, isGraph }) => {
    for (const button of byId("programs").querySelectorAll("button"))
      button.addEventListener("click", async () => {
        const text = programs[button.dataset.as](read(), endpoint, isGraph());
        byId("program").textContent = text;
        byId("program").hidden = false;
        byId("copied").textContent = say((await copy(text)) ? "copied" : "copy_yourself");
      });
    byId("programs").hidden = false;
  };

  /* ---- saved queries ----------------------------------------------------------------------------------------------- */

  const saved = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(found)
        ? found.filter((each) => typeof each?.name === "string" && typeof each?.query === "string")
        : [];
    } catch {
      return [];
    }
  };
  const store = (queries) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(queries.slice(0, MOST)));
      return true;
    } catch {
      return false;
    }
  };

  const offerSaving = ({ say, read, write }) => {
    const list = byId("saved-list");
    const show = () => {
      list.replaceChildren(
        ...saved().map(({ name, query }) => {
          const item = document.createElement("li");
          const open = document.createElement("button");
          open.type = "button";
          open.textContent = name;
          open.addEventListener("click", () => write(query));
          const forget = document.createElement("button");
          forget.type = "button";
          forget.className = "forget";
          forget.textContent = "×";
          forget.setAttribute("aria-label", say("forget", { name }));
          forget.addEventListener("click", () => {
            store(saved().filter((each) => each.name !== name));
            show();
          });
          item.append(open, " ", forget);
          return item;
        }),
      );
    };
    byId("save").addEventListener("submit", (event) => {
      event.preventDefault();
      const query = read();
      const name = byId("save-name").value.trim() || (query.match(/^#\s*(.+)/)?.[1] ?? query.slice(0, 40)).trim();
      const kept = store([{ name, query }, ...saved().filter((each) => each.name !== name)]);
      byId("save-told").textContent = kept ? say("saved_as", { name }) : say("not_saved");
      byId("save-name").value = "";
      show();
    });
    byId("saved").hidden = false;
    show();
  };

  return {
    keep: (page) => {
      offerPrograms(page);
      offerSaving(page);
    },
  };
})();
