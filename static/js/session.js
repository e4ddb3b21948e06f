// Warns an officer ten minutes before the session ends, and keeps it when asked to: any page opened extends it.

const WARN_SECONDS = 600;
const warning = document.querySelector("[data-session-warning]");
let note = document.querySelector("[data-session-seconds]");
let timers = [];

const tell = (text, canStay) => {
  warning.setAttribute("role", "alert");
  warning.querySelector("p").textContent = text;
  warning.querySelector("button").hidden = !canStay;
  warning.hidden = false;
};

const warn = () => tell(note.firstChild.textContent, note.querySelector("a"));
const end = () => tell(warning.dataset.ended, false);

const plan = () => {
  const seconds = Number(note.dataset.sessionSeconds);
  timers.forEach(clearTimeout);
  timers = [setTimeout(warn, (seconds - WARN_SECONDS) * 1000), setTimeout(end, seconds * 1000)];
  warning.hidden = true;
};

const stay = async () => {
  const answer = await fetch(note.dataset.sessionUrl);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-session-seconds]");
  if (!fresh) return end();
  note.replaceWith(fresh);
  note = fresh;
  plan();
};

if (note) {
  warning.querySelector("button").addEventListener("click", () => stay().catch(() => {}));
  plan();
}
