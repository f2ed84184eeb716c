;;; check.el --- Tests Eglot with the server -*- lexical-binding: t -*-

;; Run by run.sh: `dockwright' is on the PATH, the current folder is a workspace.

;;; Code:

(setq make-backup-files nil auto-save-default nil create-lockfiles nil)
(require 'eglot)
(require 'flymake)

;; A stand-in for the mode from a package archive.
(define-derived-mode dockerfile-mode prog-mode "Dockerfile"
  (setq-local comment-start "# "))
(load (getenv "DOCKWRIGHT_EGLOT") nil t)

(defun check (what ok)
  "Print WHAT, and end Emacs unless OK."
  (princ (format "%s %s\n" (if ok "ok  " "FAIL") what))
  (unless ok
    (princ (buffer-string))
    (kill-emacs 1)))

(defun check-until (what get)
  "Wait until GET returns something, let processes run meanwhile, and print WHAT."
  (let ((end (+ (float-time) 15)) value)
    (while (and (not (setq value (funcall get))) (< (float-time) end))
      (accept-process-output nil 0.02))
    (check what value)
    value))

(defun check-line (text)
  "Whether the buffer has a line that is TEXT."
  (save-excursion
    (goto-char (point-min))
    (let ((case-fold-search nil))
      (re-search-forward (concat "^" (regexp-quote text) "$") nil t))))

(dolist (name '("Dockerfile" "api.Dockerfile" "Dockerfile.dev" "web/Containerfile"))
  (check name (eq (assoc-default name auto-mode-alist #'string-match) 'dockwright-set-mode)))

(setq eglot-sync-connect 10
      eglot-confirm-server-edits nil
      eglot-send-changes-idle-time 0
      project-find-functions (list (lambda (_) (cons 'transient default-directory))))

(write-region "FROM alpine:3.20 AS build\nWROKDIR   /app\nFROM alpine:3.20\nCOPY --from=build /app /app\n"
              nil "Dockerfile")
(find-file "Dockerfile")
(check "mode" (eq major-mode 'dockerfile-mode))
;; Batch mode has no idle time, which `eglot-ensure' waits for.
(apply #'eglot--connect (eglot--guess-contact))
(check-until "server" #'eglot-current-server)

(flymake-mode 1)
(flymake-start)
(let ((found (check-until "diagnostics" #'flymake-diagnostics)))
  (check "diagnostic of its line"
         (seq-some (lambda (it) (and (= (line-number-at-pos (flymake-diagnostic-beg it)) 2)
                                     (string-match-p "WROKDIR" (flymake-diagnostic-text it))))
                   found)))

(goto-char (point-min))
(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (check "hover" (string-match-p "FROM" (format "%s" (eglot--hover-info (plist-get hover :contents) nil)))))

(search-forward "AS bui")
(eglot-rename "base")
(check "rename across stages" (and (check-line "FROM alpine:3.20 AS base") (check-line "COPY --from=base /app /app")))

(goto-char (point-min))
(forward-line 1)
(let ((action (seq-find (lambda (it) (string-match-p "Change to `WORKDIR`" (plist-get it :title)))
                        (eglot-code-actions (point) (line-end-position) nil nil))))
  (check "quick fix offered" action)
  (eglot-execute (eglot-current-server) action)
  (check "quick fix applied" (check-line "WORKDIR   /app")))

(eglot-format-buffer)
(check "formatting" (check-line "WORKDIR /app"))

(goto-char (point-max))
(insert "COPY --from=ba")
(let* ((table (nth 2 (eglot-completion-at-point)))
       (offers (all-completions "ba" table)))
  (check "completion" (member "base" offers)))

(dockwright-resolved "base")
(with-current-buffer "*Dockerfile resolved*"
  (check "resolved view" (check-line "FROM alpine:3.20 AS base")))

(eglot-shutdown (eglot-current-server) nil 5)
(set-buffer-modified-p nil)
(kill-emacs 0)
;;; check.el ends here
