// Comfort on top of pages that work without it: focus on errors, a character count, one press one sending, copying the
// tracking code, suggestions while typing.

const all = (selector) => document.querySelectorAll(selector);
const words = (text, n) => text.replace("{n}", n.toLocaleString(document.documentElement.lang));

// Errors: a reader hears the summary first; a link goes into the field, its label stays in sight.
for (const summary of all("[data-error-summary]")) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = event.target.hash && document.getElementById(event.target.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const group = field.closest("fieldset") || field.parentElement;
    group.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// Character count: counted as the server counts (code points), said after a pause.
for (const field of all("[data-max-length]")) {
  const message = document.getElementById(`${field.id}-count`);
  const spoken = document.createElement("div");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  message.after(spoken);
  let timer;
  const count = () => {
    const left = field.dataset.maxLength - [...field.value.replace(/\r\n?|\n/g, "\n")].length;
    message.textContent = words(left < 0 ? message.dataset.over : message.dataset.left, Math.abs(left));
    message.classList.toggle("over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = message.textContent), 1000);
  };
  field.addEventListener("input", count);
  count();
}

// One press, one sending: a second press within a few seconds is dropped; after that, or after "back", it counts again.
const PAUSE_MS = 4000;
for (const form of all("form[data-submit-once]")) {
  let sentAt = -Infinity;
  const release = () => {
    sentAt = -Infinity;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };
  form.addEventListener("submit", (event) => {
    if (performance.now() - sentAt < PAUSE_MS) return event.preventDefault();
    sentAt = performance.now();
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(release, PAUSE_MS);
  });
  addEventListener("pageshow", release);
}

// The tracking code: a button only where copying is possible.
for (const place of navigator.clipboard ? all("[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = place.dataset.copyLabel;
  const said = document.createElement("span");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.dataset.copy);
    button.textContent = said.textContent = place.dataset.copiedLabel;
    setTimeout(() => (button.textContent = place.dataset.copyLabel), 3000);
  });
  place.append(button, said);
}

// Suggestions: the ARIA combobox, list only; what is typed stays unless a suggestion is chosen.
for (const input of all("[data-suggest]")) combobox(input);

function combobox(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  input.parentElement.append(list);
  input.form.append(status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let chosen = -1;
  let timer;
  let request = new AbortController();

  const close = () => {
    clearTimeout(timer);
    request.abort();
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    const count = list.children.length;
    chosen = ((index + 1 + count + 1) % (count + 1)) - 1; // -1 is the field itself
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    input.value = option.dataset.value;
    const url = option.dataset.url;
    close();
    if (url) location.assign(url);
    else input.form.requestSubmit();
  };
  const show = ([, texts, notes = [], urls = []]) => {
    list.replaceChildren(...texts.slice(0, 8).map((text, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = text;
      option.dataset.url = sameOrigin(urls[i]);
      option.textContent = notes[i] ? `${text} · ${notes[i]}` : text;
      return option;
    }));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = words(input.dataset.suggestCount, list.children.length);
  };
  const ask = async () => {
    request.abort();
    request = new AbortController();
    try {
      const address = `${input.dataset.suggest}?q=${encodeURIComponent(input.value.trim())}`;
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch {
      // typing on or a lost network: the form still searches
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    timer = setTimeout(ask, 200);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(chosen === -1 && event.key === "ArrowUp" ? list.children.length - 1 : chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") close();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
}

function sameOrigin(url) {
  if (!url) return "";
  const address = new URL(url, location.href);
  return address.origin === location.origin ? address.pathname + address.search : "";
}
