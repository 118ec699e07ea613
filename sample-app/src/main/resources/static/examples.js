// Starts an example and goes to the dashboard, where it can be watched
document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('button');
  button.disabled = true;
  // Some examples answer when they are done, so that there is nothing to wait for
  fetch(form.action, { method: form.method }).catch(() => {});
  setTimeout(() => { location.href = '/dynamo-stream'; }, 300);
});
