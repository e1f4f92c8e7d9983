import { byId, element } from './dom';

/** A button that copies the text of `source`, and says whether it could. */
export function copyButton(source: HTMLElement): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'copy' }, 'Copy');
  button.addEventListener('click', () => {
    copy(source).then(
      (copied) => tell(button, copied ? 'Copied' : 'Selected: press Ctrl+C'),
      () => tell(button, 'Selected: press Ctrl+C'),
    );
  });
  return button;
}

/** False where the browser does not let a page of this kind write to the clipboard: then the text is selected. */
async function copy(source: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    return document.execCommand('copy');
  }
}

function tell(button: HTMLElement, text: string): void {
  button.textContent = text;
  byId('said').textContent = text;
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 2000);
}
