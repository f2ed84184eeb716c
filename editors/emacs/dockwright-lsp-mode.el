;;; dockwright-lsp-mode.el --- Dockwright, the language server for Dockerfiles, with lsp-mode -*- lexical-binding: t -*-

;; Author: The Dockwright authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1") (lsp-mode "8.0.0"))
;; Keywords: languages, tools
;; URL: https://github.com/dockwright/dockwright

;;; Commentary:

;; Starts Dockwright in buffers with Dockerfiles.  Load this file from your init file.

;;; Code:

(require 'lsp-mode)
(require 'dockwright-files
         (expand-file-name "dockwright-files" (file-name-directory (macroexp-file-name))))

(defcustom dockwright-command '("dockwright" "lsp")
  "How the server is started."
  :group 'lsp-mode
  :type '(repeat string))

(defcustom dockwright-settings nil
  "Settings of the server, for instance (:preset \"hadolint\")."
  :group 'lsp-mode
  :type 'plist)

(dolist (mode dockwright-modes)
  (add-to-list 'lsp-language-id-configuration (cons mode "dockerfile"))
  (add-hook (intern (format "%s-hook" mode)) #'lsp-deferred))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection (lambda () dockwright-command))
  :activation-fn (lsp-activate-on "dockerfile")
  ;; Takes precedence over the servers that lsp-mode has for Dockerfiles.
  :priority 1
  :server-id 'dockwright
  :initialization-options (lambda () (or dockwright-settings (make-hash-table)))))

(provide 'dockwright-lsp-mode)
;;; dockwright-lsp-mode.el ends here
