;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Drives lsp-mode, whose settings are those of docs/editors/emacs.md.

(load (expand-file-name "driving.el" (file-name-directory load-file-name)))
(setq lsp-session-file (expand-file-name "session" (getenv "HOME"))
      lsp-auto-guess-root t
      lsp-guess-root-without-session t
      lsp-enable-file-watchers nil
      lsp-diagnostics-provider :none
      lsp-idle-delay 0.05
      lsp-warn-no-matched-clients nil)
(require 'lsp-mode)
(load (getenv "SETTINGS"))
(remove-hook 'c-mode-hook #'lsp) ; it is called below

(defun found ()
  (gethash (lsp--fix-path-casing (getenv "DRIVEN")) (lsp-diagnostics t)))

(find-file (getenv "DRIVEN"))
(c-mode)
(setq lsp-enabled-clients '(devlock))
(lsp-workspace-folders-add (file-name-directory (getenv "DRIVEN")))
(lsp)
(driving-expect "the finding is shown" (lambda () (= (length (found)) 1)) #'found)
(driving-type-fix)
(driving-expect "it goes when the fix is typed" (lambda () (null (found))) #'found)
(driving-untype-fix)
(driving-expect "it is back" (lambda () (= (length (found)) 1)) #'found)
(driving-go-to-finding)
(defun fix ()
  (cl-find-if (lambda (action) (eq (gethash "isPreferred" action) t))
              (append (lsp-request "textDocument/codeAction"
                                   (list :textDocument (lsp--text-document-identifier)
                                         :range (lsp--region-to-range (point) (point))
                                         :context (list :diagnostics [])))
                      nil)))
(lsp--apply-workspace-edit (gethash "edit" (driving-patiently #'fix)))
(driving-expect "it goes when the fix is chosen" (lambda () (null (found))) #'found)
(kill-emacs 0)
