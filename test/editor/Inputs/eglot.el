;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Drives Eglot, whose settings are those of docs/editors/emacs.md.

(load (expand-file-name "driving.el" (file-name-directory load-file-name)))
(require 'eglot)
(load (getenv "SETTINGS"))

(defun found ()
  (flymake-diagnostics))

(find-file (getenv "DRIVEN"))
(c-mode)
(setq-default eglot-send-changes-idle-time 0.05)
(apply #'eglot--connect (eglot--guess-contact))
(flymake-start)
(driving-expect "the finding is shown" (lambda () (= (length (found)) 1)) #'found)
(unless (string-match-p "device lock of 'Ext' held" (flymake-diagnostic-text (car (found))))
  (kill-emacs 1))
(driving-type-fix)
(eglot--signal-textDocument/didChange)
(driving-expect "it goes when the fix is typed" (lambda () (null (found))) #'found)
(driving-untype-fix)
(eglot--signal-textDocument/didChange)
(driving-expect "it is back" (lambda () (= (length (found)) 1)) #'found)
(driving-go-to-finding)
(defun fix ()
  (cl-find-if (lambda (action) (plist-get action :isPreferred))
              (append (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                                       (list :textDocument (eglot--TextDocumentIdentifier)
                                             :range (list :start (eglot--pos-to-lsp-position)
                                                          :end (eglot--pos-to-lsp-position))
                                             :context (list :diagnostics [])))
                      nil)))
(eglot--apply-workspace-edit (plist-get (driving-patiently #'fix) :edit))
(eglot--signal-textDocument/didChange)
(driving-expect "it goes when the fix is chosen" (lambda () (null (found))) #'found)
(eglot-shutdown (eglot--current-server-or-lose))
(kill-emacs 0)
