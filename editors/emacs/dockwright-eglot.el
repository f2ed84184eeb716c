;;; dockwright-eglot.el --- Dockwright with Eglot -*- lexical-binding: t -*-

;; For Emacs 29 and later, which bring Eglot.  Load this file from your init file.
;; It needs a mode for Dockerfiles: `dockerfile-ts-mode' of Emacs with its grammar,
;; or `dockerfile-mode' from a package archive.

;;; Code:

(require 'eglot)

(defgroup dockwright nil
  "The language server for Dockerfiles."
  :group 'eglot)

(defcustom dockwright-command '("dockwright" "lsp")
  "How the server is started."
  :type '(repeat string))

(defvar dockwright-modes '(dockerfile-mode dockerfile-ts-mode)
  "Modes that are for Dockerfiles.")

;; Ours goes before the entry that Eglot has for these modes.
(add-to-list 'eglot-server-programs
             (cons dockwright-modes (lambda (&rest _) dockwright-command)))

(defun dockwright--mode ()
  "Turn on the mode for Dockerfiles that there is."
  (cond ((fboundp 'dockerfile-mode) (dockerfile-mode))
        ((and (fboundp 'dockerfile-ts-mode)
              (fboundp 'treesit-ready-p)
              (treesit-ready-p 'dockerfile t))
         (dockerfile-ts-mode))
        (t (prog-mode))))

(add-to-list 'auto-mode-alist
             '("\\(?:\\`\\|[/.]\\)\\(?:Docker\\|Container\\)file\\(?:\\.[^/]*\\)?\\'" . dockwright--mode))
(add-to-list 'auto-mode-alist '("file\\.dockerignore\\'" . conf-unix-mode))

(dolist (mode dockwright-modes)
  (add-hook (intern (format "%s-hook" mode)) #'eglot-ensure))

(defun dockwright-resolved (&optional target)
  "Show the Dockerfile of this buffer with the values of its variables.
TARGET is the name of a stage; with a prefix argument it is asked for."
  (interactive (list (when current-prefix-arg (read-string "Stage: "))))
  (let* ((server (eglot--current-server-or-lose))
         (uri (plist-get (eglot--TextDocumentIdentifier) :uri))
         (options (if target (list :target target) (make-hash-table)))
         (text (jsonrpc-request server :workspace/executeCommand
                                (list :command "dockwright.resolvedDockerfile"
                                      :arguments (vector uri options))))
         (mode major-mode))
    (with-current-buffer (get-buffer-create "*Dockerfile resolved*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert text)
        ;; The mode's colours, without a server for this text.
        (delay-mode-hooks (funcall mode))
        (goto-char (point-min))
        (view-mode 1))
      (display-buffer (current-buffer)))))

(provide 'dockwright-eglot)
;;; dockwright-eglot.el ends here
