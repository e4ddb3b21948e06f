// Looks how far the work is without loading the page; when it is done, what came of it takes the place of the page.

const EVERY_MS = 1000;

const look = async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer) return setTimeout(look, EVERY_MS);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main");
  const running = page.querySelector("[data-running]");
  if (!answer.ok || answer.redirected || !fresh) return location.reload();
  if (running) {
    document.querySelector("[data-running]").replaceWith(running);
    return setTimeout(look, EVERY_MS);
  }
  document.querySelector("main").replaceWith(fresh);
  document.title = page.title;
  fresh.focus();
};

setTimeout(look, EVERY_MS);
