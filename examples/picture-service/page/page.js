/** The pictures that were added from this page, by their product and name: the gallery keeps none to show. */
const pictures = new Map();

const byId = (id) => document.getElementById(id);
const keyOf = ({ productId, picName }) => JSON.stringify([productId, picName]);

/** An element with texts, which are never read as HTML, and elements inside. */
function element(name, ...inside) {
  const made = document.createElement(name);
  made.append(...inside);
  return made;
}

/** Asks the service, and resolves to its answer; an answer that is none is an error like any other. */
async function ask(path, options) {
  try {
    return await (await fetch(path, options)).json();
  } catch {
    const message = 'The service cannot be reached';
    return { error: { code: 'UNREACHABLE', message, advice: 'Look whether it runs, and try again' } };
  }
}

const STATUS = {
  imported: 'is in the gallery',
  deleted: 'is deleted',
  refused: 'was refused',
  failed: 'was not taken by the gallery',
  waiting: 'waits, and will be in the gallery later',
};

/** Shows in words what became of a request. */
function tell(place, subject, { status, issues = [], error }) {
  const reasons = error ? [{ ...error, remedy: error.advice }] : issues;
  const items = reasons.map(({ code, message, remedy }) =>
    element('li', element('code', code), ` ${message}. `, remedy ?? ''),
  );
  place.replaceChildren(element('p', error ? 'That did not work' : `${subject} ${STATUS[status] ?? status}`));
  if (items.length > 0) place.append(element('ul', ...items));
}

/** Runs the form with its button disabled, so that nothing is sent twice. */
function onSubmit(form, send) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      await send(new FormData(form));
    } finally {
      button.disabled = false;
    }
  });
}

const add = byId('add');
add.elements.picture.addEventListener('change', () => {
  add.elements.picName.value = add.elements.picture.files[0]?.name ?? '';
});

onSubmit(add, async (form) => {
  const answer = await ask('/pictures', { method: 'POST', body: form });
  const names = { productId: form.get('productId').trim(), picName: form.get('picName').trim() };
  if (answer.status === 'imported') pictures.set(keyOf(names), URL.createObjectURL(form.get('picture')));
  tell(byId('added'), `${names.picName} of ${names.productId}`, answer);
});

onSubmit(byId('search'), async (form) => {
  const answer = await ask('/searches', { method: 'POST', body: form });
  byId('found').replaceChildren(...(answer.images ?? []).map(foundItem));
  if (answer.images === undefined) tell(byId('searched'), 'The picture', answer);
  else byId('searched').replaceChildren(element('p', `${answer.images.length} found`));
});

function foundItem(image) {
  const { productId, picName, customContent = '', score } = image;
  const likeness = score === undefined ? '' : `, alike by ${score.toFixed(2)}`;
  const item = element('li', `${picName} of ${productId} ${customContent}${likeness} `);
  const source = pictures.get(keyOf(image));
  if (source !== undefined) item.prepend(Object.assign(element('img'), { src: source, alt: '' }));
  const remove = element('button', `Delete ${picName}`);
  remove.addEventListener('click', async () => {
    remove.disabled = true;
    const answer = await ask(`/pictures?${new URLSearchParams({ productId, picName })}`, {
      method: 'DELETE',
    });
    remove.disabled = false;
    tell(byId('searched'), `${picName} of ${productId}`, answer);
    if (answer.status === 'deleted') item.remove();
  });
  item.append(remove);
  return item;
}
