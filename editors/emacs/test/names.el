;;; names.el --- The table of file names -*- lexical-binding: t -*-

;; Run by run.sh: this table tests all editors and the command line.

;;; Code:

(require 'python)
(setq python-indent-guess-indent-offset nil)
(setq make-backup-files nil auto-save-default nil create-lockfiles nil)

;; A stand-in for the mode from a package archive, which claims these names.
(define-derived-mode dockerfile-mode prog-mode "Dockerfile")
(add-to-list 'auto-mode-alist '("[/\\]\\(?:Containerfile\\|Dockerfile\\)\\(?:\\.[^/\\]*\\)?\\'" . dockerfile-mode))
(add-to-list 'auto-mode-alist '("\\.dockerfile\\'" . dockerfile-mode))
(load (expand-file-name "dockwright-files" (file-name-directory (getenv "DOCKWRIGHT_EGLOT"))) nil t)

(defun mode-of (name)
  "The major mode of a file called NAME."
  (with-temp-buffer
    (setq buffer-file-name (expand-file-name name "/folder"))
    ;; The mode for images needs a display.
    (ignore-errors (delay-mode-hooks (set-auto-mode)))
    (setq buffer-file-name nil)
    (set-buffer-modified-p nil)
    major-mode))

(let ((kind nil) (count 0) (failures 0))
  (with-temp-buffer
    (insert-file-contents (getenv "DOCKWRIGHT_NAMES"))
    (dolist (line (split-string (buffer-string) "\n" t))
      (cond ((string-prefix-p "#" line))
            ((string-match "\\`\\[\\(.*\\)\\]\\'" line) (setq kind (match-string 1 line)))
            (t
             (let* ((parts (split-string line "  | "))
                    (differs (member "emacs" (split-string (or (cadr parts) ""))))
                    (expected (if differs (not (equal kind "dockerfile")) (equal kind "dockerfile")))
                    (found (mode-of (car parts))))
               (setq count (1+ count))
               (unless (eq (eq found 'dockerfile-mode) expected)
                 (setq failures (1+ failures))
                 (princ (format "FAIL %s is %s\n" line found))))))))
  (unless (eq (mode-of "dockerfile.py") 'python-mode)
    (setq failures (1+ failures))
    (princ "FAIL dockerfile.py is not Python\n"))
  (princ (format "%s %s names\n" (if (and (zerop failures) (> count 200)) "ok  " "FAIL") count))
  (kill-emacs (if (and (zerop failures) (> count 200)) 0 1)))

;;; names.el ends here
