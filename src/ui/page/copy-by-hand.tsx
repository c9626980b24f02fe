import { useEffect, useRef } from 'preact/hooks'

/** Where the browser lets us write no clipboard, the text stands ready to be copied by hand. */
export const CopyByHand = ({ text, onClose }: { readonly text: string; readonly onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    field.current?.select()
  }, [])
  return (
    <dialog ref={dialog} aria-label="Copy by hand" onClose={onClose}>
      <p>The browser allows no access to the clipboard here. The text is marked: copy it with Ctrl-C.</p>
      <textarea ref={field} readOnly rows={12} aria-label="Text to copy" value={text} />
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
