// Copies what stands beside a button, prints, and draws a picture's file as PNG. Without scripts the buttons are not there, and the text can be marked as ever.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const own = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(own.matches(".sentence") ? own.href : own.textContent.trim());
    button.classList.add("done");
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const draw = async (address) => {
  const text = await (await fetch(address)).text();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
};

for (const button of document.querySelectorAll("button[data-png]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await draw(button.dataset.png));
    link.download = `${button.dataset.png
      .split("?")[0]
      .split("/")
      .pop()
      .replace(/\.svg$/, "")}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

for (const day of document.querySelectorAll("[data-today]")) {
  day.textContent = `· ${new Date().toISOString().slice(0, 10)}`;
}
