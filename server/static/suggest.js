// Names while typing, in the browser's own list of an input: keyboard and screen readers know it. Searching needs none of this.
const WAIT = 120; // milliseconds without a key before anything is asked

for (const input of document.querySelectorAll("input[data-suggestions]")) {
  const list = document.createElement("datalist");
  const addresses = new Map();
  let timer;
  let asked;
  list.id = `${input.id}-names`;
  input.after(list);
  input.setAttribute("list", list.id);

  const show = ([, names, kinds, places]) => {
    addresses.clear();
    list.replaceChildren(
      ...names.map((name, place) => {
        addresses.set(name, places[place]);
        const option = document.createElement("option");
        option.value = name;
        const label = `${name} · ${kinds[place]}`;
        const typed = input.value.trim(); // a browser leaves out what does not hold it: pinyin, a short form, a misspelt word
        option.label = label.toLowerCase().includes(typed.toLowerCase()) ? label : `${label} · ${typed}`;
        return option;
      }),
    );
  };

  const go = (address) => {
    const { pathname, search } = new URL(address, location.href); // of this server, by whatever name it is reached
    location.assign(pathname + search);
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(input.dataset.suggestions, location.href);
    address.searchParams.set("q", input.value);
    try {
      const response = await fetch(address, { signal: asked.signal });
      if (response.ok) show(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") list.replaceChildren(); // the server is away: there is nothing to offer
    }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    const isChosen = !event.inputType || event.inputType === "insertReplacementText";
    if (isChosen && addresses.has(input.value)) go(addresses.get(input.value));
    else if (input.value.trim()) timer = setTimeout(ask, WAIT);
  });
}
