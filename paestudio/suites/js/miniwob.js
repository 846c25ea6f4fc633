// Put at the end of a MiniWoB++ page by our server: starts the episode that the address asks for (?seed=…), hides what
// is meant for people, and says on the root element what is asked, what the reward is, and when it is over.
(() => {
  const seed = new URLSearchParams(location.search).get("seed");
  if (seed === null) return;
  const root = document.documentElement;
  const hidden = document.createElement("style");
  hidden.textContent = "#reward-display, #click-canvas, #sync-task-cover { display: none !important }"
    + " #query, #query * { visibility: hidden !important }";
  document.head.append(hidden);
  addEventListener("submit", (event) => event.preventDefault()); // a form that is sent would load the page anew

  addEventListener("load", () => {
    const end = core.endEpisode;
    const tell = () => {
      root.dataset.taskReward = String(WOB_RAW_REWARD_GLOBAL);
      root.dataset.taskOver = String(WOB_DONE_GLOBAL);
    };
    core.endEpisode = function (...said) {
      end.apply(this, said);
      tell();
    };
    Math.seedrandom(Number(seed));
    core.EPISODE_MAX_TIME = 1e9;
    core.startEpisodeReal();
    core.clearTimer?.(); // the countdown changes the page every second, and nothing here depends on it
    const asked = core.getUtterance(); // some pages answer with an object
    root.dataset.taskGoal = typeof asked === "string" ? asked : asked.utterance;
    tell();
  });
})();
