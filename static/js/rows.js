// Comfort for writing a standard: the buttons of rows without loading the page, advice while typing, saving when leaving,
// Enter on an empty line saves and goes on. Everything is asked of the same address that the form is sent to.

const theForm = () => document.querySelector("form[data-rows]");
const status = document.createElement("div");
status.className = "govuk-visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

let typedAt = 0;
let isUnsaved = false;
let timer;

const send = (form, act, options) => {
  const sent = new URLSearchParams(new FormData(form));
  sent.set("act", act);
  return fetch(form.action, { method: "POST", body: sent, ...options });
};

const ask = async (form, act) => {
  const answer = await send(form, act);
  if (!answer.ok && answer.status !== 422) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

const leave = (form) => {
  clearTimeout(timer);
  form.requestSubmit(form.querySelector("button[value=next]"));
};

// A button of a row: the page that comes back takes the place of this one, the focus stays with what was moved.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  isUnsaved = false;
  if (form !== theForm() || !button || button.value === "next" || form.dataset.plain) return;
  event.preventDefault();
  clearTimeout(timer);
  const typed = typedAt;
  const page = await ask(form, button.value).catch(() => null);
  const main = page?.querySelector("main");
  if (!main?.querySelector("form[data-rows]") || typed !== typedAt) {
    form.dataset.plain = "yes";
    return form.requestSubmit(button);
  }
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  status.textContent = main.querySelector("[data-error-summary]") ? page.title : theForm().dataset.saved;
  focusAfter(button.value);
});

function focusAfter(act) {
  const [name, place] = act.split("-");
  const number = Number(place) + { up: -1, down: 1 }[name];
  const wanted = {
    up: [`up-${number}`, `down-${number}`],
    down: [`down-${number}`, `up-${number}`],
    remove: [`remove-${place}`, `remove-${place - 1}`],
  }[name] || [];
  const summary = document.querySelector("[data-error-summary]");
  const found = wanted.map((id) => document.getElementById(id)).find(Boolean);
  (summary || found || document.getElementById("lines")).focus();
}

// Advice while typing: only what was understood is exchanged, never a field.
document.addEventListener("input", (event) => {
  const form = theForm();
  if (event.target.form !== form) return;
  typedAt += 1;
  isUnsaved = true;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const typed = typedAt;
    const page = await ask(form, "check").catch(() => null);
    if (!page || typed !== typedAt || form !== theForm()) return;
    for (const place of form.querySelectorAll("[data-said]")) {
      const found = page.getElementById(place.id);
      if (found) place.innerHTML = found.innerHTML;
    }
  }, 600);
});

// Enter begins a new line, and a line is a row; on an empty line it saves and goes on. Ctrl+Enter does so anywhere.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
  if (event.ctrlKey) return leave(theForm());
  if (!field.matches("[data-line]")) return;
  const before = field.value.slice(0, field.selectionStart).split("\n").pop();
  const after = field.value.slice(field.selectionEnd).split("\n")[0];
  if ((before + after).trim()) return;
  event.preventDefault();
  leave(field.form);
});

// Whoever leaves by a link keeps what was typed: the same form sent twice adds nothing twice.
addEventListener("pagehide", () => {
  if (isUnsaved) send(theForm(), "stay", { keepalive: true }).catch(() => {});
  isUnsaved = false;
});
