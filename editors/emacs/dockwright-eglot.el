;;; dockwright-eglot.el --- Dockwright, the language server for Dockerfiles, with Eglot -*- lexical-binding: t -*-

;; Author: The Dockwright authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools
;; URL: https://github.com/dockwright/dockwright

;;; Commentary:

;; Starts Dockwright in buffers with Dockerfiles.  Load this file from your init file.  It needs a
;; mode for Dockerfiles: Emacs's own `dockerfile-ts-mode' with its grammar, or `dockerfile-mode'
;; from a package archive.

;;; Code:

(require 'eglot)
(require 'jsonrpc)
(require 'url-util)
(require 'dockwright-files
         (expand-file-name "dockwright-files" (file-name-directory (macroexp-file-name))))

(defgroup dockwright nil
  "The language server for Dockerfiles."
  :group 'eglot)

(defcustom dockwright-command '("dockwright" "lsp")
  "How the server is started."
  :type '(repeat string))

;; Takes precedence over Eglot's own entry for these modes.
(add-to-list 'eglot-server-programs
             (cons dockwright-modes (lambda (&rest _) dockwright-command)))

(dolist (mode dockwright-modes)
  (add-hook (intern (format "%s-hook" mode)) #'eglot-ensure))

(defun dockwright--uri (file)
  "The URI of FILE."
  (let ((path (expand-file-name file)))
    (concat (if (string-prefix-p "/" path) "file://" "file:///")
            (url-hexify-string path (url--allowed-chars (append "/:" url-unreserved-chars))))))

(defun dockwright-resolved (&optional target)
  "Show the Dockerfile of this buffer with its variables replaced by their values.
TARGET is the name of a stage; with a prefix argument it is asked for."
  (interactive (list (when current-prefix-arg (read-string "Stage: "))))
  (let* ((server (or (eglot-current-server) (user-error "No language server in this buffer")))
         (uri (dockwright--uri (or buffer-file-name (user-error "This buffer has no file"))))
         (options (if target (list :target target) (make-hash-table)))
         (text (jsonrpc-request server :workspace/executeCommand
                                (list :command "dockwright.resolvedDockerfile"
                                      :arguments (vector uri options))))
         (mode major-mode))
    (with-current-buffer (get-buffer-create "*Dockerfile resolved*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert text)
        ;; Use the mode's colours, without starting a server for this text.
        (delay-mode-hooks (funcall mode))
        (goto-char (point-min))
        (view-mode 1))
      (display-buffer (current-buffer)))))

(provide 'dockwright-eglot)
;;; dockwright-eglot.el ends here
