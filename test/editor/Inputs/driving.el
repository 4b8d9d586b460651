;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What the tests of Emacs share.

(require 'cl-lib)
(require 'package)
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa") ; Debian's
(setq create-lockfiles nil
      make-backup-files nil
      package-user-dir (expand-file-name "packages" (getenv "HOME")))
(package-initialize)

(defvar driving-patience 60
  "Seconds without what is waited for, before a test gives up; not a measure of speed.")

(defun driving-expect (what holds &optional evidence)
  "Waits until HOLDS gives something; says WHAT."
  (let ((end (+ (float-time) driving-patience)))
    (while (and (not (funcall holds)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (unless (funcall holds)
      (message "not so: %s: %S" what (and evidence (funcall evidence)))
      (kill-emacs 1))
    (message "%s" what)))

(defun driving-patiently (ask)
  "Calls ASK until it gives something, a while: around clangd, devlock's part of an answer is not waited for long."
  (let ((end (+ (float-time) driving-patience)) (answer nil))
    (while (and (not (setq answer (funcall ask))) (< (float-time) end))
      (accept-process-output nil 0.1))
    (unless answer
      (message "not answered")
      (kill-emacs 1))
    answer))

(defun driving-type-fix ()
  "Types the release before the return that forgets it."
  (goto-char (point-min))
  (search-forward "(Mode == 0)")
  (insert " {\n        VideoPortReleaseDeviceLock(Ext);")
  (search-forward "return 1;")
  (insert "\n    }"))

(defun driving-untype-fix ()
  (erase-buffer)
  (insert-file-contents (getenv "DRIVEN")))

(defun driving-go-to-finding ()
  (goto-char (point-min))
  (search-forward "return 1")
  (backward-char 4))
