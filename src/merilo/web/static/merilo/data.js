// Files dropped on the page, and how far they have come.
const form = document.querySelector("[data-send]");

if (form) {
  const zone = form.querySelector("[data-drop-zone]");
  const input = form.querySelector("input[type=file]");
  const problem = form.querySelector("[data-problem]");
  const progress = form.querySelector("[data-progress]");
  const listed = form.querySelector("[data-chosen-files]");

  const show = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
  };
  const chosen = () => {
    listed.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("span");
      line.textContent = file.name;
      return line;
    }));
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    show(size > Number(form.dataset.limit) ? form.dataset.tooLarge : "");
  };
  input.addEventListener("change", chosen);
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", name === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      chosen();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!problem.hidden) return;
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    const over = () => {
      button.disabled = false;
      progress.hidden = true;
      show(form.dataset.broken);
    };
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf]").content);
    request.upload.addEventListener("progress", (at) => {
      if (at.lengthComputable) progress.value = at.loaded / at.total;
    });
    request.addEventListener("load", () => {
      if (request.status === 200) return location.assign(request.responseURL);
      const said = new DOMParser().parseFromString(request.responseText, "text/html");
      over();
      show(said.querySelector("main .problem, main .empty p")?.textContent || form.dataset.broken);
    });
    request.addEventListener("error", over);
    button.disabled = true;
    progress.hidden = false;
    show("");
    request.send(new FormData(form));
  });
}
